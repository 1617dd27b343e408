import t from 'tap';
import { orderOf, startDesk, type DeskCase } from '../../support/case-desk.ts';
import { campaignOf, storeEvidence } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { post, get, openCase, read } = await startDesk(t, stores);
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

const allow = (account_id: string, given: object = {}) =>
  post('lead', '/api/allow-list', {
    ...{ account_id, kind: 'full', reason: 'our own red team', expires_at: inDays(30) },
    ...given,
  });
const inForce = async () =>
  (
    await stores.pool.query<{ id: string }>(
      'select unnest(account_ids) as id from effective_decisions order by 1',
    )
  ).rows.map(({ id }) => id);
const ready = async () =>
  (await get<{ items: { account_id: string | null }[] }>('/api/cases?order=harm')).items.map(
    (each) => each.account_id,
  );

await t.test('an entry needs an end within a year', async (t) => {
  for (const expires_at of [inDays(-1), inDays(400)]) {
    t.match((await allow('acct_long', { expires_at })).json(), { code: 'action_unsuitable' });
  }
});

await t.test('what was decided before holds no more while the account is spared', async (t) => {
  const members = ['m1', 'm2'].map((accountId) => ({ accountId, confidence: 0.9, reasons: [] }));
  await storeEvidence(stores.pool, { campaigns: [campaignOf('c-allow', { members })] });
  const found = await openCase('c-allow', true);
  const order = orderOf(found, { action: 'suspend_campaign_members', min_confidence: 0.5 });
  await post('lead', `/api/cases/${found.id}/decisions`, order);
  t.same(await inForce(), ['m1', 'm2']);
  const { id } = (await allow('m2')).json<{ id: string }>();
  t.same(await inForce(), ['m1']);
  const removal = `/api/allow-list/${id}/removal`;
  t.equal((await post('admin', removal, { reason: 'contract ended' })).statusCode, 204);
  t.equal((await post('admin', removal, { reason: 'again' })).statusCode, 404);
  t.same(await inForce(), ['m1', 'm2'], 'taken off the list, it holds again');
});

await t.test('a spared account is flagged, recorded, and not restricted', async (t) => {
  await allow('acct_full');
  await allow('acct_soft', { kind: 'soft' });
  const [full, soft] = [await openCase('acct_full'), await openCase('acct_soft')];
  t.same(
    (await ready()).filter((id) => id !== null),
    ['acct_soft'],
    'the case of the one is offered, of the other not',
  );
  t.equal((await get<{ items: object[] }>('/api/alerts?account_id=acct_full')).items.length, 1);
  for (const found of [full, soft]) {
    const url = `/api/cases/${found.id}/decisions`;
    t.match((await post('lead', url, orderOf(found))).json(), { code: 'account_allow_listed' });
  }
  const watch = orderOf(await read(soft.id), { action: 'watch' });
  const watched = await post('lead', `/api/cases/${soft.id}/decisions`, watch);
  t.match(watched.json<DeskCase>(), { state: 'in_force' });
});

await t.test('who put whom on the list stands in the audit trail', async (t) => {
  const { items } = await get<{ items: { action: string }[] }>('/api/audit?subject_id=m2');
  t.match(items, [{ action: 'allow_list_removed' }, { action: 'allow_listed' }]);
  const change = stores.pool.query(`update allow_list_entries set reason = 'x'`);
  await t.rejects(change, /append-only/);
});
