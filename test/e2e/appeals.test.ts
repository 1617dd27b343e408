import t from 'tap';
import { listen } from '../../services/http/listen.ts';
import { openPage } from '../support/browser-page.ts';
import { findChromium, startBrowser } from '../support/browser-pipe.ts';
import { orderOf, startDesk } from '../support/case-desk.ts';
import { findViolations } from '../support/find-violations.ts';
import { staffOf } from '../support/start-review.ts';
import { startStores } from '../support/stores.ts';

const binary = findChromium();

await t.test('an appeal is judged by another, and lifts the decision', async (t) => {
  if (binary === undefined) {
    t.fail('There is no Chromium: set CHROMIUM_PATH or install one.');
    return;
  }
  const stores = await startStores(t);
  const { app, addKey, openCase, post, get } = await startDesk(t, stores);
  const port = await listen(app, { host: '127.0.0.1', port: 0, setting: 'STAFF_PORT' });
  const home = `http://127.0.0.1:${port}`;
  const found = await openCase('acct_appeals');
  const order = orderOf(found, { deserved_review: 'yes' });
  const decided = await post('lead', `/api/cases/${found.id}/decisions`, order);
  const { id } = decided.json<{ id: string }>();
  const filed = await app.inject({
    method: 'POST',
    url: `/api/decisions/${id}/appeals`,
    headers: { authorization: `Bearer ${await addKey('api')}` },
    payload: { account_id: 'acct_appeals', statement: 'We translate <our own> manuals.' },
  });
  t.equal(filed.statusCode, 201);

  const page = await openPage(await startBrowser(t, binary));
  const signIn = async (role: 'lead' | 'reviewer') => {
    const { email, password } = staffOf(role);
    await page.open(`${home}/sign-in`);
    await page.type('Email', email);
    await page.type('Password', password);
    await page.follow(() => page.press('Enter'));
  };

  await signIn('lead');
  await page.open(`${home}/appeals`);
  await page.follow(() => page.click('[data-qa=appeals] a'));
  t.match(await page.text('[data-qa=ruling]'), /Not yours to judge/);
  t.equal(await page.text('[data-qa=words]'), 'We translate <our own> manuals.');
  await page.follow(() => page.click('[data-qa=sign-out]'));

  await signIn('reviewer');
  await page.open(`${home}/appeals`);
  t.same(await findViolations(page), []);
  await page.follow(() => page.click('[data-qa=appeals] a'));
  t.match(await page.text('[data-qa=statement]'), /Your account is suspended/);
  for (const scheme of ['dark', 'light'] as const) {
    await page.prefer(scheme);
    t.same(await findViolations(page), [], scheme);
  }
  await page.type('Reason', 'The files are their own manuals.');
  await page.follow(() => page.click('[data-qa=overturn]'));
  t.match(await page.text('[data-qa=ruling]'), /Overturned\s+The files are their own manuals/);
  t.match(await page.text('[data-qa=decision]'), /lifted on appeal/);
  t.match(await get(`/api/decisions/${id}`), { state: 'overturned' });
  await page.open(`${home}/appeals`);
  t.match(await page.text('[data-qa=empty]'), /No appeal waits/);
});
