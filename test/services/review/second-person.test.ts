import t from 'tap';
import { orderOf, startDesk, type DeskCase } from '../../support/case-desk.ts';
import { campaignOf, storeEvidence } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { post, get, openCase, read } = await startDesk(t, stores);

const members = Array.from({ length: 8 }, (_, n) => ({
  ...{ accountId: `fleet_${n}`, confidence: n / 10 + 0.2, reasons: [] },
}));
await storeEvidence(stores.pool, { campaigns: [campaignOf('c-fleet', { members })] });
const member = await openCase('fleet_7');
const fleet = await openCase('c-fleet', true);
const url = `/api/cases/${fleet.id}/decisions`;
const suspend = { action: 'suspend_campaign_members', deserved_review: 'yes' };
const force = async () =>
  (
    await stores.pool.query<{ id: string }>(
      `select unnest(account_ids) as id from effective_decisions where case_id = $1 order by 1`,
      [fleet.id],
    )
  ).rows.map(({ id }) => id);

await t.test('members are named, and are members', async (t) => {
  t.match((await post('reviewer', url, orderOf(fleet, suspend))).json(), {
    code: 'action_unsuitable',
  });
  const alien = orderOf(fleet, { ...suspend, account_ids: ['fleet_1', 'acct_alien'] });
  t.match((await post('reviewer', url, alien)).json(), {
    code: 'accounts_unsuitable',
    details: ['acct_alien'],
  });
});

await t.test('is needed above five accounts, and nothing is in force before', async (t) => {
  const order = orderOf(fleet, { ...suspend, min_confidence: 0.3 });
  const answer = await post('lead', url, order);
  t.match(answer.json(), { state: 'pending', needs_second: true, affected_accounts: 7 });
  t.same(await force(), []);
  t.match(await read(fleet.id), { status: 'open', waits_for_second: true });
  const meanwhile = orderOf(await read(fleet.id), { ...suspend, account_ids: ['fleet_1'] });
  t.match((await post('admin', url, meanwhile)).json(), { code: 'decision_pending' });

  const approval = `/api/decisions/${answer.json<DeskCase>().id}/approval`;
  const yes = { verdict: 'approved', reason: 'I looked at all seven' };
  t.match((await post('reviewer', approval, yes)).json(), { code: 'role_forbidden' });
  t.match((await post('lead', approval, yes)).json(), { code: 'approval_forbidden' });
  const rejected = await post('admin', approval, { verdict: 'rejected', reason: 'not fleet_1' });
  t.match(rejected.json(), { state: 'rejected' });
  t.match((await post('admin', approval, yes)).json(), { code: 'approval_given' });
  t.match(await read(fleet.id), { status: 'open', waits_for_second: false });
});

await t.test('approval puts it in force and settles the cases of the members', async (t) => {
  const order = orderOf(await read(fleet.id), { ...suspend, min_confidence: 0.4 });
  const taken = (await post('reviewer', url, order)).json<DeskCase>();
  t.match(taken, { state: 'pending', affected_accounts: 6 });
  const approval = `/api/decisions/${taken.id}/approval`;
  const yes = { verdict: 'approved', reason: 'all six' };
  const answers = await Promise.all([1, 2].map(() => post('lead', approval, yes)));
  t.same(
    answers.map((each) => [each.statusCode, each.json<{ state: string }>().state]),
    [
      [200, 'in_force'],
      [200, 'in_force'],
    ],
  );
  t.same(
    await force(),
    [2, 3, 4, 5, 6, 7].map((n) => `fleet_${n}`),
  );
  t.match(await read(fleet.id), { status: 'closed', outcome: 'suspend_campaign_members' });
  t.match(await read(member.id), { status: 'closed', outcome: 'suspend_campaign_members' });
  t.match(await get('/api/accounts/fleet_7'), { decisions: [{ id: taken.id }] });
});

await t.test('a large suspension cut into small ones is a large suspension', async (t) => {
  const parts = Array.from({ length: 8 }, (_, n) => ({
    ...{ accountId: `part_${n}`, confidence: 0.9, reasons: [] },
  }));
  await storeEvidence(stores.pool, { campaigns: [campaignOf('c-parts', { members: parts })] });
  const found = await openCase('c-parts', true);
  const decideOn = async (...ids: number[]) => {
    const order = orderOf(await read(found.id), {
      action: 'suspend_campaign_members',
      account_ids: ids.map((n) => `part_${n}`),
    });
    return (await post('lead', `/api/cases/${found.id}/decisions`, order)).json<DeskCase>();
  };
  t.match(await decideOn(0, 1, 2), { state: 'in_force' });
  t.match(await decideOn(2, 3, 4), { state: 'in_force' }, 'five different ones so far');
  const sixth = await decideOn(5);
  t.match(sixth, { state: 'pending' });

  const approval = `/api/decisions/${sixth.id}/approval`;
  const alone = { verdict: 'approved', reason: 'nobody is awake', break_glass: true };
  t.match((await post('admin', approval, alone)).json(), { code: 'action_unsuitable' });
  t.match((await post('lead', approval, alone)).json(), {
    state: 'in_force',
    approval: { break_glass: true },
  });
  t.match(await get('/api/audit?limit=1'), {
    items: [{ action: 'case_approved', detail: { break_glass: true } }],
  });
});

await t.test('the database itself refuses the deciding person as the second', async (t) => {
  const { rows } = await stores.pool.query<{ id: string; by: string }>(
    `insert into decisions (case_id, case_version, action, policy_clause, reason, account_ids, expires_at,
         decided_by, idempotency_key, request_sha256, evidence_sha256, needs_second)
       select case_id, case_version, action, 'x', 'x', account_ids, expires_at, decided_by, 'direct', request_sha256,
         evidence_sha256, false from decisions where affected_accounts = 7
       returning decision_id::text as id, decided_by as by`,
  );
  const insert = (by: string) =>
    stores.pool.query(
      `insert into decision_approvals (decision_id, verdict, reason, approved_by) values ($1, 'approved', 'x', $2)`,
      [rows[0]?.id, by],
    );
  await t.rejects(insert(rows[0]?.by ?? ''), /nobody approves a decision of their own/);
  await t.rejects(insert('key:1'), /only a lead or an admin/);
});
