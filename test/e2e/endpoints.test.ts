import t from 'tap';
import { listen } from '../../services/http/listen.ts';
import { openPage } from '../support/browser-page.ts';
import { findChromium, startBrowser } from '../support/browser-pipe.ts';
import { startDesk } from '../support/case-desk.ts';
import { findViolations } from '../support/find-violations.ts';
import { staffOf } from '../support/start-review.ts';
import { startStores } from '../support/stores.ts';

const binary = findChromium();

await t.test('an admin looks after endpoints in a browser', async (t) => {
  if (binary === undefined) {
    t.fail('There is no Chromium: set CHROMIUM_PATH or install one.');
    return;
  }
  const stores = await startStores(t);
  const { app, decideOn, openCase } = await startDesk(t, stores);
  const port = await listen(app, { host: '127.0.0.1', port: 0, setting: 'STAFF_PORT' });
  const home = `http://127.0.0.1:${port}`;
  const page = await openPage(await startBrowser(t, binary));
  const { email, password } = staffOf('admin');
  let at = '';

  await t.test('adds one and is shown its keys once', async (t) => {
    await page.open(`${home}/sign-in`);
    await page.type('Email', email);
    await page.type('Password', password);
    await page.follow(() => page.press('Enter'));
    await page.follow(() => page.click('a[href="/endpoints"]'));
    await page.type('Address', 'https://hooks.example.com/stillwatch');
    await page.type('What it is', 'Gateway in Frankfurt');
    await page.follow(() => page.press('Enter'));
    t.match(await page.text('[data-qa=secret-value]'), /^whsec_/);
    await page.follow(() => page.click('[data-qa=ping]'));
    at = await page.evaluate<string>('location.pathname');
    t.match(await page.text('[data-qa=done]'), /test message is on its way/);
    t.equal(await page.text('[data-qa=secret-value]'), '');
  });

  await t.test('sees what it did not take, and sends it again', async (t) => {
    await decideOn('acct_e2e', { deserved_review: 'yes' });
    await stores.pool.query(
      `update deliveries set state = 'dead', attempts = 10, last_status = 503, last_error = 'status_refused',
         last_attempt_at = now() where message_id in (select message_id from messages where scope = 'account')`,
    );
    await page.open(`${home}${at}`);
    t.equal(await page.text('[data-qa=stand]'), 'missed messages');
    await page.follow(() => page.click('[data-qa=replay-dead]'));
    t.match(await page.text('[data-qa=done]'), /1 message is sent again/);
  });

  await t.test('the pages break no rule of accessibility, on a phone neither', async (t) => {
    const { id } = await openCase('acct_e2e_open');
    for (const path of ['/endpoints', at, `/cases/${id}`]) {
      for (const scheme of ['light', 'dark'] as const) {
        await page.prefer(scheme);
        await page.open(`${home}${path}`);
        await page.evaluate(
          `document.querySelectorAll('details').forEach((each) => { each.open = true })`,
        );
        t.same(await findViolations(page), [], `${path}, ${scheme}`);
      }
      await page.resize(360);
      const overhang =
        'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      t.equal(await page.evaluate(overhang), 0, path);
      await page.resize(1200);
    }
    t.same(page.complaints, []);
  });
});
