import t from 'tap';
import { startDesk } from '../../support/case-desk.ts';
import { campaignOf, storeEvidence } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { app, cookies, post, get, openCase } = await startDesk(t, stores);

interface Found {
  readonly cases: readonly { readonly account_id: string | null; readonly id: string }[];
  readonly notes: readonly { readonly case_id: string }[];
  readonly links: readonly { readonly campaign_id: string }[];
}
const search = (q: string) => get<Found>(`/api/search?q=${encodeURIComponent(q)}`);

const one = await openCase('acct_100%_a');
await openCase('acct_100x_b');
await post('reviewer', `/api/cases/${one.id}/notes`, {
  text: 'The customer runs a benchmark, says <b>sales</b>.',
});
await storeEvidence(stores.pool, { campaigns: [campaignOf('c-search')] });

await t.test('ids are found by their beginning, and no character is special', async (t) => {
  t.equal((await search('acct_100')).cases.length, 2);
  t.match((await search('acct_100%')).cases, [{ account_id: 'acct_100%_a' }]);
  t.same((await search('cct_100')).cases, []);
});

await t.test('notes are found by their words', async (t) => {
  t.match((await search('benchmark customer')).notes, [{ case_id: one.id }]);
  t.same((await search('benchmark -customer')).notes, []);
  t.same((await search('"customer benchmark"')).notes, []);
});

await t.test('campaigns are found by a trait that links them', async (t) => {
  t.match((await search('system:00c0')).links, [{ campaign_id: 'c-search' }]);
});

await t.test('nothing asked finds nothing, and the page escapes what it shows', async (t) => {
  t.same(await search('  '), { cases: [], notes: [], links: [] });
  const headers = { cookie: cookies.auditor };
  const page = await app.inject({ url: '/search?q=benchmark', headers });
  t.match(page.body, /says &lt;b&gt;sales&lt;\/b&gt;/);
});

await t.test('a NUL is refused wherever it stands, and says so', async (t) => {
  for (const q of ['\0', 'a\0b']) t.match(await search(q), { code: 'request_invalid' });
  const answer = await post('lead', `/api/cases/${one.id}/notes`, { text: 'a\0b' });
  t.match([answer.statusCode, answer.json()], [400, { code: 'request_invalid' }]);
});
