import t from 'tap';
import { listen } from '../../services/http/listen.ts';
import { openPage, type BrowserPage } from '../support/browser-page.ts';
import { findChromium, startBrowser } from '../support/browser-pipe.ts';
import { findViolations } from '../support/find-violations.ts';
import { staffOf, startReview } from '../support/start-review.ts';
import { startStores } from '../support/stores.ts';

const binary = findChromium();

await t.test('an admin manages people in a browser', async (t) => {
  if (binary === undefined) {
    t.fail('There is no Chromium: set CHROMIUM_PATH or install one.');
    return;
  }
  const stores = await startStores(t);
  const { app, addStaff } = await startReview(t, stores);
  await addStaff('admin');
  const port = await listen(app, { host: '127.0.0.1', port: 0, setting: 'STAFF_PORT' });
  const home = `http://127.0.0.1:${port}`;
  const page = await openPage(await startBrowser(t, binary));
  const reviewer = await openPage(await startBrowser(t, binary));
  const path = (of: BrowserPage) => of.evaluate<string>('location.pathname');
  const signIn = async (as: BrowserPage, email: string, password: string) => {
    await as.open(`${home}/sign-in`);
    await as.type('Email', email);
    await as.type('Password', password);
    await as.follow(() => as.press('Enter'));
  };
  const newEmail = 'rosa@example.com';
  const row = `[data-email='${newEmail}']`;
  const openRow = () => page.click(`${row} summary`);
  let password = '';

  await t.test('adds a reviewer and is shown the password once', async (t) => {
    await signIn(page, staffOf('admin').email, staffOf('admin').password);
    await page.follow(() => page.click('a[href="/people"]'));
    await page.type('Address', newEmail);
    await page.follow(() => page.press('Enter'));
    password = await page.text('[data-qa=secret-value]');
    t.match(password, /^[\w-]{20}$/);
    t.notMatch(await page.evaluate('location.href'), password);
    await page.open(`${home}/people`);
    t.equal(await page.text('[data-qa=secret-value]'), '');
    t.equal(await page.text(`${row} [data-qa=role]`), 'reviewer');
  });

  await t.test('the reviewer signs in and is refused the page', async (t) => {
    await signIn(reviewer, newEmail, password);
    t.equal(await path(reviewer), '/');
    t.notMatch(await reviewer.text('[data-qa=navigation]'), /People/);
    await reviewer.open(`${home}/people`);
    t.equal(await reviewer.text('h1'), 'Not allowed');
  });

  await t.test('the reviewer chooses a password of their own', async (t) => {
    await reviewer.open(`${home}/`);
    await reviewer.follow(() => reviewer.click('[data-qa=signed-in-as]'));
    t.equal(await path(reviewer), '/me');
    await reviewer.type('Present password', password);
    await reviewer.type('New password', 'a password of my own');
    await reviewer.follow(() => reviewer.press('Enter'));
    t.match(await reviewer.text('[data-qa=done]'), /password was changed/);
  });

  await t.test('both pages break no rule of accessibility, on a phone neither', async (t) => {
    for (const [of, at] of [
      [page, '/people'],
      [reviewer, '/me'],
    ] as const) {
      for (const scheme of ['light', 'dark'] as const) {
        await of.prefer(scheme);
        await of.open(`${home}${at}`);
        await of.evaluate(
          `document.querySelectorAll('details').forEach((each) => { each.open = true })`,
        );
        t.same(await findViolations(of), [], `${at}, ${scheme}`);
      }
      await of.resize(360);
      const overhang =
        'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      t.equal(await of.evaluate(overhang), 0, at);
      await of.resize(1200);
    }
  });

  await t.test("a disabled reviewer's next click leads to the sign-in", async (t) => {
    await page.open(`${home}/people`);
    await openRow();
    await page.follow(() => page.click(`${row} [data-qa=disable]`));
    t.match(await page.text('[data-qa=done]'), /can no longer sign in/);
    t.equal(await page.text(`${row} [data-qa=disabled]`), 'disabled');
    await reviewer.follow(() => reviewer.click('a[href="/campaigns"]'));
    t.equal(await path(reviewer), '/sign-in');
    await signIn(reviewer, newEmail, 'a password of my own');
    t.equal(await reviewer.text('[role=alert]'), 'Address or password is wrong.');
  });

  await t.test('makes a key and revokes it', async (t) => {
    await page.type('Name', 'gateway-1');
    await page.follow(() => page.press('Enter'));
    t.match(await page.text('[data-qa=secret-value]'), /^sw_ingest_/);
    await page.follow(() => page.click('[data-key-name="gateway-1"] [data-qa=revoke]'));
    t.match(await page.text('[data-qa=done]'), /was revoked/);
    t.equal(await page.text('[data-qa=revoke]'), '');
  });
});
