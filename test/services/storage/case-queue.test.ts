import t from 'tap';
import { claimCase, claimNextCase, releaseCase } from '../../../services/storage/case-claims.ts';
import { findCase } from '../../../services/storage/case-list.ts';
import { listQueue } from '../../../services/storage/case-queue.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import { campaignOf, findingOf, storeEvidence } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';

const { pool } = await startStores(t);
const take = (actor: string) => inTransaction(pool, (client) => claimNextCase(client, actor));
const subjectsOf = async (filter: Parameters<typeof listQueue>[1] = {}) =>
  (await listQueue(pool, filter, { limit: 50 })).items.map(({ subjectId }) => subjectId);
const idOf = async (subjectId: string) => {
  const { rows } = await pool.query<{ id: string }>(
    `select case_id::text as id from cases where subject_id = $1 and status = 'open'`,
    [subjectId],
  );
  return rows[0]?.id ?? '';
};

await t.test('an alert joins the open case and makes it more urgent', async (t) => {
  await storeEvidence(pool, { findings: [findingOf('acct_j', 1)] });
  const before = await findCase(pool, await idOf('acct_j'));
  t.match(before, { level: 'review', score: 3.25, exposure: 120, version: 1, outcome: null });
  const act = findingOf('acct_j', 9, { level: 'act', score: 9, requests_seen: 500 });
  await storeEvidence(pool, { findings: [act, act] });
  await storeEvidence(pool, { findings: [act] });
  const after = await findCase(pool, await idOf('acct_j'));
  t.match(after, { level: 'act', score: 9, exposure: 500, version: 2, caseId: before?.caseId });
  t.ok((after?.dueAt ?? 0) < (before?.dueAt ?? 0), 'due earlier');
  t.ok((after?.priority ?? 0) > (before?.priority ?? 0), 'higher in the queue');
  const { rows } = await pool.query('select kind, detail from case_events order by version');
  t.match(rows, [
    { kind: 'alert_joined', detail: { alert_id: 'account:acct_j:review:1', level: 'review' } },
    { kind: 'alert_joined', detail: { alert_id: 'account:acct_j:act:1', level: 'act' } },
  ]);
  t.same((await pool.query('select 1 from alerts where case_id is null')).rows, []);
});

await t.test('the queue: the greatest expected harm first, page by page', async (t) => {
  await storeEvidence(pool, {
    findings: [
      findingOf('acct_low', 1, { score: 2 }),
      findingOf('acct_large', 1, { score: 2, requests_seen: 90_000 }),
      ...['x1', 'x2', 'x3'].map((id) => findingOf(id, 1, { score: 1 })),
    ],
  });
  const all = await subjectsOf();
  t.same(all.slice(0, 3), ['acct_j', 'acct_large', 'acct_low']);
  const walked: string[] = [];
  let after: string | null | undefined;
  do {
    const page = await listQueue(pool, {}, { limit: 2, after: after ?? undefined });
    walked.push(...page.items.map(({ subjectId }) => subjectId));
    after = page.next;
  } while (after !== null);
  t.same(walked, all);
  t.same(await subjectsOf({ level: 'act' }), ['acct_j']);
  t.same((await subjectsOf({ subject: 'x' })).sort(), ['x1', 'x2', 'x3']);
});

await t.test('members of a fleet under review wait for the case of the fleet', async (t) => {
  const fleet = findingOf('c1', 2, {
    ...{ subject_kind: 'campaign', campaign_id: 'c1', level: 'act', score: 20 },
    requests_seen: 5_000,
  });
  await storeEvidence(pool, {
    campaigns: [campaignOf('c1')],
    findings: [fleet, findingOf('acct_m', 1)],
  });
  t.equal((await subjectsOf())[0], 'c1');
  t.notOk((await subjectsOf()).includes('acct_m'));
  t.ok((await subjectsOf({ state: 'all' })).includes('acct_m'));
  await pool.query(
    `update cases set status = 'closed', closed_at = now() where subject_kind = 'campaign'`,
  );
  t.ok((await subjectsOf()).includes('acct_m'));
});

await t.test('claims', async (t) => {
  const id = await idOf('acct_low');
  const claim = (actor: string) => inTransaction(pool, (client) => claimCase(client, id, actor));
  t.ok(await claim('staff:1'));
  t.notOk(await claim('staff:2'));
  t.ok(await claim('staff:1'), 'holding it longer');
  t.match(await findCase(pool, id), { claimedBy: 'staff:1' });
  t.same(await subjectsOf({ mine: 'staff:1' }), ['acct_low']);
  t.notOk(await releaseCase(pool, id, 'staff:2'));
  t.ok(await releaseCase(pool, id, 'staff:1'));
  t.ok(await claim('staff:2'));
  await pool.query(`update cases set claim_expires_at = now() where case_id = $1`, [id]);
  t.match(await findCase(pool, id), { claimedBy: null }, 'the time is over');
  t.ok(await claim('staff:1'));
});

await t.test('take next passes over what is taken, snoozed or assigned to another', async (t) => {
  await pool.query(`update cases set claimed_by = null, claim_expires_at = null`);
  const set = async (subjectId: string, change: string) =>
    pool.query(`update cases set ${change} where case_id = $1`, [await idOf(subjectId)]);
  await set('acct_j', `snoozed_until = now() + interval '1 hour'`);
  await set('acct_large', `assigned_to = 'staff:9'`);
  const first = await take('staff:1');
  t.notOk([await idOf('acct_j'), await idOf('acct_large')].includes(first ?? ''));
  t.equal(await take('staff:9'), await idOf('acct_large'));
  t.same(await subjectsOf({ state: 'snoozed' }), ['acct_j']);
});

await t.test(
  'two people taking next 1,000 times at the same moment never share a case',
  async (t) => {
    await pool.query("update cases set snoozed_until = now() + interval '1 day'");
    const names = Array.from({ length: 2_100 }, (_, n) => `acct_race_${n}`);
    await storeEvidence(pool, { findings: names.map((name) => findingOf(name, 1)) });
    const taken: (string | undefined)[] = [];
    for (let round = 0; round < 1_000; round += 1) {
      taken.push(...(await Promise.all([take('staff:1'), take('staff:2')])));
    }
    t.notOk(taken.includes(undefined));
    t.equal(new Set(taken).size, 2_000);
  },
);
