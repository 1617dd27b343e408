import t from 'tap';
import { listen } from '../../services/http/listen.ts';
import { openPage } from '../support/browser-page.ts';
import { findChromium, startBrowser } from '../support/browser-pipe.ts';
import {
  campaignOf,
  findingOf,
  shadowFindingOf,
  storeEvidence,
} from '../support/sample-evidence.ts';
import { staff, startReview } from '../support/start-review.ts';
import { startStores } from '../support/stores.ts';

const binary = findChromium();

const isUnlabelled = `[...document.querySelectorAll('input:not([type=hidden]), select')]
  .filter((field) => field.labels.length === 0).length`;

await t.test('the console in a browser', async (t) => {
  if (binary === undefined) {
    t.fail('There is no Chromium: set CHROMIUM_PATH or install one.');
    return;
  }
  const stores = await startStores(t);
  const { app, addStaff } = await startReview(t, stores);
  const port = await listen(app, { host: '127.0.0.1', port: 0, setting: 'STAFF_PORT' });
  const home = `http://127.0.0.1:${port}`;
  await addStaff();
  const subject = { subject_kind: 'campaign', campaign_id: 'c1' } as const;
  await storeEvidence(stores.pool, {
    findings: [findingOf('acct_a', 1, { level: 'act', score: 8.1 }), findingOf('c1', 2, subject)],
    campaigns: [campaignOf('c1')],
    shadow: [
      shadowFindingOf('acct_a_with_a_long_id_that_has_no_place_to_break_0123456789', 1),
      shadowFindingOf('c1', 2, { subject_kind: 'campaign', member_ids: ['acct_a', 'acct_m'] }),
    ],
  });
  const page = await openPage(await startBrowser(t, binary));
  const path = () => page.evaluate<string>('location.pathname');

  await t.test('turns wrong passwords down and lets the right one in', async (t) => {
    await page.open(`${home}/campaigns`);
    t.equal(await path(), '/sign-in');
    await page.type('Email', staff.email);
    await page.type('Password', 'not the password');
    await page.follow(() => page.press('Enter'));
    t.equal(await page.text('[role=alert]'), 'Address or password is wrong.');
    await page.type('Password', staff.password);
    await page.follow(() => page.click('[data-qa=submit]'));
    t.equal(await path(), '/campaigns');
    t.equal(await page.text('[data-qa=signed-in-as]'), staff.email);
  });

  await t.test('leads from an alert to its account, its campaign and its members', async (t) => {
    await page.open(`${home}/`);
    t.equal(await page.text('[data-qa=count-act]'), '1');
    t.match(await page.text('[data-qa=reason]'), /One template with fresh slots/);
    await page.follow(() => page.click('.level-act [data-qa=subject]'));
    t.equal(await page.text('[data-qa=account-id]'), 'acct_a');
    await page.follow(() => page.click('[data-qa=membership] a'));
    t.equal(await page.text('[data-qa=campaign-id]'), 'c1');
    await page.follow(() => page.click('[data-qa=member] a'));
    t.equal(await path(), '/accounts/acct_a');
  });

  await t.test('can be used from the keyboard, and every field has its label', async (t) => {
    await page.open(`${home}/`);
    await page.press('Tab');
    t.equal(await page.evaluate('document.activeElement.className'), 'skip');
    t.equal(await page.evaluate(isUnlabelled), 0);
    t.equal(await page.evaluate("document.querySelectorAll('h1').length"), 1);
    t.equal(await page.evaluate('document.documentElement.lang'), 'en');
  });

  await t.test('fits a phone without scrolling sideways', async (t) => {
    await page.resize(360);
    for (const at of [
      '/',
      '/cases',
      '/cases/1',
      '/cases/2',
      '/decisions',
      '/audit',
      '/accounts/acct_a',
      '/campaigns',
      '/campaigns/c1',
      '/shadow',
      '/api/docs',
    ]) {
      await page.open(`${home}${at}`);
      const overhang =
        'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      t.equal(await page.evaluate(overhang), 0, at);
    }
    await page.resize(1200);
  });

  await t.test('is styled under its own policy, without a complaint of the browser', async (t) => {
    await page.open(`${home}/`);
    const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    t.not(ground, 'rgba(0, 0, 0, 0)');
    // The one that was turned down above is meant.
    t.same(
      page.complaints.filter((complaint) => !complaint.includes('status of 401')),
      [],
    );
  });

  await t.test('ends with the sign-out', async (t) => {
    await page.follow(() => page.click('[data-qa=sign-out]'));
    t.equal(await path(), '/sign-in');
    await page.open(`${home}/`);
    t.equal(await path(), '/sign-in');
  });
});
