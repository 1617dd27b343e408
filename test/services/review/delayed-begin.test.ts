import t from 'tap';
import { waitUntil } from '../../../services/runtime/wait-until.ts';
import { announceDue } from '../../../services/storage/deliveries.ts';
import { readAllTargets, readChangedTargets } from '../../../services/storage/enforced-targets.ts';
import { mostBeginHours } from '../../../services/storage/decision-begin.ts';
import { orderOf, startDesk, type Body, type DeskCase } from '../../support/case-desk.ts';
import { campaignOf, storeEvidence } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';

interface Scheduled extends DeskCase {
  readonly state: string;
  readonly begins_at: string | null;
  readonly decided_at: string;
  readonly expires_at: string;
}

const stores = await startStores(t);
const { post, get, openCase, decideOn, undo } = await startDesk(t, stores);
const { pool } = stores;
const aboutASecond = 0.0003;
const hourMs = 3_600_000;

const count = async (query: string, value: string) =>
  (await pool.query<{ n: number }>(`select count(*)::int as n from ${query}`, [value])).rows[0]?.n;
const restricted = (accountId: string) => count('enforced_targets where value = $1', accountId);
const told = (accountId: string) => count('messages where value = $1', accountId);
const decisionOf = (id: string) => get<Scheduled>(`/api/decisions/${id}`);

const begins = (id: string) =>
  waitUntil(async () => (await decisionOf(id)).state === 'in_force', { deadlineMs: 30_000 });

await t.test('a decision that begins later restricts and tells nobody before', async (t) => {
  const id = await decideOn('acct_later', { begin_within_hours: 12, deserved_review: 'yes' });
  const found = await decisionOf(id);
  const delay = Date.parse(found.begins_at ?? '') - Date.parse(found.decided_at);
  t.match(found, { state: 'scheduled' });
  t.ok(delay >= 0 && delay < 12 * hourMs, `${delay} ms`);
  t.equal(await restricted('acct_later'), 0);
  t.equal(await told('acct_later'), 0);
  await announceDue(pool, new Date(Date.now() - hourMs));
  t.equal(await told('acct_later'), 0);
  t.equal((await undo(id)).statusCode, 201, 'it can be undone before it begins');
  t.match(await decisionOf(id), { state: 'undone' });
});

await t.test(
  'once its moment has come, followers find it and endpoints are told once',
  async (t) => {
    const at = await readAllTargets(pool, () => undefined);
    const before = new Date();
    const id = await decideOn('acct_begun', { begin_within_hours: aboutASecond });
    t.ok(await begins(id));
    t.match(await decisionOf(id), { state: 'in_force' });
    t.equal(await restricted('acct_begun'), 1);
    const { targets } = await readChangedTargets(pool, at);
    t.match(
      targets.filter(({ value }) => value === 'acct_begun'),
      [{ scope: 'account', action: 'suspend_account', decisionId: Number(id) }],
    );
    await announceDue(pool, before);
    await announceDue(pool, before);
    t.equal(await told('acct_begun'), 1);
    const { targets: none } = await readChangedTargets(pool, {
      ...at,
      readAt: (Date.now() + 60_000) * 1_000,
      horizon: '9000000000000000000',
    });
    t.same(none, [], 'what has begun long ago is no change');
  },
);

await t.test('whoever waited while it was decided takes it for begun', async (t) => {
  const waiting = await pool.connect();
  await waiting.query('begin');
  await waiting.query('select now()');
  const id = await decideOn('acct_at_once');
  const { rows } = await waiting.query<{ id: string }>(
    `select decision_id::text as id from effective_decisions where named_account_ids @> array['acct_at_once']`,
  );
  await waiting.query('rollback');
  waiting.release();
  t.same(rows, [{ id }]);
});

await t.test('the moment is drawn for each, and counts from the second person', async (t) => {
  const delays = new Set<number>();
  for (let n = 0; n < 5; n += 1) {
    const id = await decideOn(`acct_drawn_${n}`, { begin_within_hours: mostBeginHours });
    const { begins_at: begins, decided_at: decided } = await decisionOf(id);
    delays.add(Date.parse(begins ?? '') - Date.parse(decided));
  }
  t.equal(delays.size, 5);
  t.match(await decisionOf(await decideOn('acct_soon', { begin_within_hours: 1e-9 })), {
    state: 'in_force',
  });

  const members = Array.from({ length: 8 }, (_, n) => ({
    ...{ accountId: `late_${n}`, confidence: 0.9, reasons: [] },
  }));
  await storeEvidence(pool, { campaigns: [campaignOf('c-late', { members })] });
  const fleet = await openCase('c-late', true);
  const order = { action: 'suspend_campaign_members', min_confidence: 0.5, begin_within_hours: 5 };
  const url = `/api/cases/${fleet.id}/decisions`;
  const { id } = (await post('reviewer', url, orderOf(fleet, order))).json<Scheduled>();
  t.match(await decisionOf(id), { state: 'pending', begins_at: null });
  const word = { verdict: 'approved', reason: 'seen' };
  t.equal((await post('lead', `/api/decisions/${id}/approval`, word)).statusCode, 200);
  const approved = await decisionOf(id);
  t.match(approved, { state: 'scheduled' });
  t.ok(Date.parse(approved.begins_at ?? '') > Date.parse(approved.decided_at));
  t.equal(await restricted('late_1'), 0);
});

await t.test('it ends after the usual time in force, and never before it begins', async (t) => {
  const id = await decideOn('acct_usual', { begin_within_hours: 24 });
  const { expires_at: expires, decided_at: decided } = await decisionOf(id);
  const days = (Date.parse(expires) - Date.parse(decided)) / (24 * hourMs);
  t.ok(days > 90.9 && days < 91.1, `${days} days`);

  const found = await openCase('acct_unfit');
  const refuse = async (given: Body) =>
    (await post('lead', `/api/cases/${found.id}/decisions`, orderOf(found, given))).json<Body>();
  const soon = new Date(Date.now() + hourMs).toISOString();
  t.match(await refuse({ begin_within_hours: 2, expires_at: soon }), { code: 'action_unsuitable' });
  t.match(await refuse({ begin_within_hours: 2, action: 'watch' }), { code: 'action_unsuitable' });
  t.match(await refuse({ begin_within_hours: mostBeginHours + 1 }), { code: 'query_invalid' });
});
