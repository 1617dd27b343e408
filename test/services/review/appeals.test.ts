import t from 'tap';
import { orderOf, startDesk, type DeskCase } from '../../support/case-desk.ts';
import { campaignOf, storeEvidence } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { app, addKey, post, get, openCase, read } = await startDesk(t, stores);
const { pool } = stores;
const words = 'We translate our own manuals; ask us for the files. SECRET-OF-CUSTOMER';

interface Filed {
  readonly id: string;
}

async function decide(subjectId: string, given: object = {}, isCampaign = false) {
  const found = await openCase(subjectId, isCampaign);
  const order = orderOf(found, { deserved_review: 'yes', ...given });
  return (await post('lead', `/api/cases/${found.id}/decisions`, order)).json<DeskCase>();
}
const file = (decisionId: string, account: string, statement = words) =>
  post('reviewer', `/api/decisions/${decisionId}/appeals`, { account_id: account, statement });
const rule = (role: 'lead' | 'admin' | 'reviewer', appealId: string, verdict: string) =>
  post(role, `/api/appeals/${appealId}/ruling`, { verdict, reason: 'I read the files.' });
const inForce = async (decisionId: string) =>
  (
    await pool.query<{ id: string }>(
      'select unnest(account_ids) as id from effective_decisions where decision_id = $1 order by 1',
      [decisionId],
    )
  ).rows.map(({ id }) => id);

const single = await decide('acct_single');

await t.test('is filed once, by an account that a decision in force restricts', async (t) => {
  const answers = await Promise.all([1, 2, 3].map(() => file(single.id, 'acct_single')));
  t.same(answers.map(({ statusCode }) => statusCode).sort(), [200, 200, 201]);
  t.match((await file(single.id, 'acct_single', 'other words')).json(), { code: 'appeal_given' });
  t.match((await file(single.id, 'acct_other')).json(), { code: 'appeal_unavailable' });
  const watched = await decide('acct_watched', { action: 'watch' });
  t.match((await file(watched.id, 'acct_watched')).json(), { code: 'appeal_unavailable' });
  const { items } = await get<{ items: { due_at: string }[] }>('/api/appeals');
  t.equal(items.length, 1);
  t.ok(Math.abs(Date.parse(items[0]?.due_at ?? '') - Date.now() - 120 * 3_600_000) < 60_000);
});

await t.test('the words of the customer stand in no history and no trail', async (t) => {
  const dump = await pool.query(`select row_to_json(e) from case_events e
    union all select row_to_json(a) from audit_entries a`);
  t.match(JSON.stringify(dump.rows), /statement_sha256/);
  t.notMatch(JSON.stringify(dump.rows), /SECRET-OF-CUSTOMER/);
});

await t.test('is never judged by who decided, nor by a program', async (t) => {
  const { items } = await get<{ items: Filed[] }>('/api/appeals');
  const id = items[0]?.id ?? '';
  t.match((await rule('lead', id, 'upheld')).json(), { code: 'appeal_forbidden' });
  const headers = { authorization: `Bearer ${await addKey('api')}` };
  const payload = { verdict: 'upheld', reason: 'x' };
  const url = `/api/appeals/${id}/ruling`;
  const program = await app.inject({ method: 'POST', url, headers, payload });
  t.match(program.json(), { code: 'role_forbidden' });
  const { rows } = await pool.query<{ by: string }>('select decided_by as by from decisions');
  for (const by of [rows[0]?.by ?? '', 'key:1']) {
    const direct = pool.query(
      `insert into appeal_rulings (appeal_id, verdict, reason, ruled_by) values ($1, 'upheld', 'x', $2)`,
      [id, by],
    );
    await t.rejects(direct, /no hand in the decision/, 'nor does the database take it');
  }
});

await t.test('overturned, it lifts the decision and writes the label', async (t) => {
  const { items } = await get<{ items: Filed[] }>('/api/appeals');
  const id = items[0]?.id ?? '';
  const answers = await Promise.all([1, 2].map(() => rule('admin', id, 'overturned')));
  t.same(
    answers.map(({ statusCode }) => statusCode),
    [200, 200],
  );
  t.match((await rule('reviewer', id, 'upheld')).json(), { code: 'appeal_ruled' });
  t.match(await get(`/api/decisions/${single.id}`), { state: 'overturned' });
  t.same(await inForce(single.id), []);
  const { rows } = await pool.query(
    `select subject_id, deserved_review, detectors from labels where source = 'appeal'`,
  );
  t.same(rows, [
    { subject_id: 'acct_single', deserved_review: 'no', detectors: ['template-reuse'] },
  ]);
  t.match(await read((await get<{ case_id: string }>(`/api/decisions/${single.id}`)).case_id), {
    history: [{ kind: 'appeal_overturned' }, { kind: 'appeal_filed' }],
  });
  t.same(await get('/api/appeals'), { items: [], next: null });
});

await t.test('of a campaign only the account that appealed is freed', async (t) => {
  const members = ['m1', 'm2', 'm3'].map((accountId) => {
    return { accountId, confidence: 0.9, reasons: [] };
  });
  await storeEvidence(pool, { campaigns: [campaignOf('c-appeal', { members })] });
  const suspension = { action: 'suspend_campaign_members', min_confidence: 0.5 };
  const fleet = await decide('c-appeal', suspension, true);
  const [first, second] = [await file(fleet.id, 'm2'), await file(fleet.id, 'm3')];
  await rule('admin', first.json<Filed>().id, 'overturned');
  await rule('admin', second.json<Filed>().id, 'upheld');
  t.same(await inForce(fleet.id), ['m1', 'm3']);
  t.match(await get(`/api/decisions/${fleet.id}`), { state: 'in_force' });
});
