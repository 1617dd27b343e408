import t from 'tap';
import { applyPolicy, type PolicyContext } from '../../../services/automation/apply-policy.ts';
import {
  armPolicy,
  resumeAutomation,
  stopAutomation,
  stopPolicy,
} from '../../../services/automation/arm-policy.ts';
import { undoPolicy } from '../../../services/automation/undo-policy.ts';
import type { Policy } from '../../../services/contracts/policy.ts';
import type { Finding } from '../../../services/contracts/finding.ts';
import { listUnseenMatches, type MatchedAlert } from '../../../services/storage/policy-alerts.ts';
import { ensurePolicyState, findPolicyState } from '../../../services/storage/policy-states.ts';
import { policyOf } from '../../builders/policies.ts';
import { orderOf, startDesk } from '../../support/case-desk.ts';
import { findingOf, storeEvidence } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { pool } = stores;
const desk = await startDesk(t, stores);
const traffic = { accounts: 1_000, requests: 1_000_000 };
const said = { actor: 'system', reason: 'a test' };
let accounts = 0;

const contextOf = (policy: Policy): PolicyContext => ({ policy, detectionVersion: 'v1', traffic });

async function raise(policy: Policy, accountId: string, given: Partial<Finding> = {}) {
  const finding = { level: 'act', score: 15, requests_seen: 900, ...given } as const;
  const { watchesSince: since } = await ensurePolicyState(pool, policy.id);
  await storeEvidence(pool, { findings: [findingOf(accountId, 1, finding)] });
  const wanted = { match: policy.match, since, changedSince: new Date(0), limit: 1_000 };
  const found = await listUnseenMatches(pool, policy.id, wanted);
  return found.find((alert) => alert.accountId === accountId);
}

const nextAccount = () => `auto-${String((accounts += 1))}`;

/** A policy that is armed, by force since nobody has closed a case, unless it is told to be something else. */
async function armed(given: Partial<Policy> = {}): Promise<Policy> {
  const policy = policyOf({ id: `policy-${String((accounts += 1))}`, ...given });
  await armPolicy(pool, { policy, detectionVersion: 'v1', traffic, isForced: true, ...said });
  return policy;
}

/** What became of an alert that is raised now, and of the account. */
async function run(policy: Policy, accountId = nextAccount(), context = contextOf(policy)) {
  const alert = await raise(policy, accountId);
  if (alert === undefined) return { applied: 'unmatched', because: null, account: accountId };
  const applied = await applyPolicy(pool, context, alert);
  const { rows } = await pool.query<{ because: string | null }>(
    'select because from policy_outcomes where policy_id = $1 and alert_id = $2',
    [policy.id, alert.alertId],
  );
  return { applied, because: rows[0]?.because ?? null, account: accountId, alert };
}

async function readDecisions(accountId: string) {
  const { rows } = await pool.query<{ action: string; decidedBy: string; isOpen: boolean }>(
    `select action, decided_by as "decidedBy", cases.status = 'open' as "isOpen" from decisions join cases using (case_id)
     where account_ids @> array[$1] order by decision_id`,
    [accountId],
  );
  return rows;
}

const labels = async () => (await pool.query('select 1 from labels')).rowCount;

await t.test('an armed policy acts once, and leaves the case to a person', async (t) => {
  const policy = await armed();
  const { applied, account, alert } = await run(policy);
  t.equal(applied, 'acted');
  const decidedBy = `policy:${policy.id}`;
  t.same(await readDecisions(account), [{ action: 'suspend_account', decidedBy, isOpen: true }]);
  t.equal(await labels(), 0, 'it is no witness of its own precision');
  if (alert === undefined) throw new Error('nothing was matched');
  t.equal(await applyPolicy(pool, contextOf(policy), alert), 'seen');
  t.equal((await readDecisions(account)).length, 1);
  const audit = await desk.get<{ items: { actor: string; action: string }[] }>(
    '/api/audit',
    'lead',
  );
  t.ok(audit.items.some((entry) => entry.actor === decidedBy && entry.action === 'case_decided'));
});

await t.test(
  'an act that begins later is made once, and ends its hours after it began',
  async (t) => {
    const policy = await armed({ begin_within_hours: 48, hours: 24 });
    const later = await armed();
    const { applied, account } = await run(policy);
    t.equal(applied, 'acted');
    const [decision] = (
      await pool.query<{ hours: number; isInForce: boolean }>(
        `select extract(epoch from expires_at - decided_at - begins_after)::float8 / 3600 as hours,
         exists (select 1 from effective_decisions now where now.decision_id = decisions.decision_id) as "isInForce"
       from decisions where account_ids @> array[$1]`,
        [account],
      )
    ).rows;
    t.equal(decision?.isInForce, false);
    t.ok(Math.abs((decision?.hours ?? 0) - 24) < 0.01, `${decision?.hours ?? 0} hours in force`);
    const another = await run(later, account);
    t.match(another, { applied: 'passed', because: 'decided_already' });
  },
);

await t.test('in the shadow it writes down what it would do; as a proposal it asks', async (t) => {
  const shadow = await run(await armed({ mode: 'shadow' }));
  t.match(shadow, { applied: 'shadowed' });
  t.same(await readDecisions(shadow.account), []);
  const proposed = await run(await armed({ mode: 'propose' }));
  t.match(proposed, { applied: 'proposed', because: 'proposes_only' });
  t.same(await readDecisions(proposed.account), []);
  const cases = await desk.get<{ items: { id: string }[] }>(
    `/api/cases?order=harm&state=all&subject=${proposed.account}`,
  );
  const { history } = await desk.get<{ history: { kind: string }[] }>(
    `/api/cases/${cases.items[0]?.id ?? ''}`,
  );
  t.ok(history.some(({ kind }) => kind === 'proposed'));
  const listed = async () => {
    const asked = `/api/cases?order=harm&state=proposed&subject=${proposed.account}`;
    return (await desk.get<{ items: { id: string; version: number }[] }>(asked)).items;
  };
  const [waiting] = await listed();
  if (waiting === undefined) throw new Error('the proposal is not listed');
  const decided = orderOf(waiting, { action: 'watch' });
  t.equal((await desk.post('lead', `/api/cases/${waiting.id}/decisions`, decided)).statusCode, 201);
  t.same(await listed(), [], 'who decides has answered it');
});

await t.test('it only asks: of another policy or detection than was armed', async (t) => {
  const policy = await armed();
  const edited = { ...policy, hours: 48 };
  t.match(await run(edited), { applied: 'proposed', because: 'not_armed' });
  const other = { ...contextOf(policy), detectionVersion: 'v2' };
  t.match(await run(policy, nextAccount(), other), { applied: 'proposed', because: 'not_armed' });
  const unarmed = policyOf({ id: 'never-armed' });
  t.match(await run(unarmed), { applied: 'proposed', because: 'not_armed' });
});

await t.test('it only asks: of whom a person has to decide on, or has', async (t) => {
  const policy = await armed();
  const listed = nextAccount();
  const expiry = new Date(Date.now() + 86_400_000).toISOString();
  const entry = { account_id: listed, kind: 'soft', reason: 'a partner', expires_at: expiry };
  t.equal((await desk.post('lead', '/api/allow-list', entry)).statusCode, 201);
  t.match(await run(policy, listed), { applied: 'proposed', because: 'allow_listed' });

  const verified = nextAccount();
  await pool.query('insert into accounts (account_id, verified) values ($1, true)', [verified]);
  t.match(await run(policy, verified), { applied: 'proposed', because: 'verified' });

  const cleared = nextAccount();
  await desk.decideOn(cleared, { action: 'no_action', deserved_review: 'no' });
  t.match(await run(policy, cleared), { applied: 'proposed', because: 'cleared_before' });

  const takenBack = nextAccount();
  await desk.undo(await desk.decideOn(takenBack));
  t.match(await run(policy, takenBack), { applied: 'proposed', because: 'taken_back_before' });

  const claimed = nextAccount();
  const { id } = await desk.openCase(claimed);
  t.equal((await desk.post('reviewer', `/api/cases/${id}/claim`)).statusCode, 200);
  t.match(await run(policy, claimed), { applied: 'proposed', because: 'being_worked_on' });

  const suspended = nextAccount();
  await desk.decideOn(suspended);
  t.match(await run(policy, suspended), { applied: 'passed', because: 'decided_already' });
});

await t.test('it is about what its match says, and about nothing else', async (t) => {
  const { match: given } = policyOf();
  const match = { ...given, least_score: 10, least_requests: 500, most_requests: 1_000 };
  const policy = await armed({ match });
  const isMatched = async (given: Partial<Finding>) =>
    (await raise(policy, nextAccount(), given)) !== undefined;
  t.equal(await isMatched({}), true);
  t.equal(await isMatched({ level: 'review' }), false);
  t.equal(await isMatched({ client_class: 'chat' }), false);
  t.equal(await isMatched({ score: 9 }), false);
  t.equal(await isMatched({ requests_seen: 499 }), false);
  t.equal(await isMatched({ requests_seen: 1_001 }), false);
  const against = { detector: 'template-reuse', value: 1, threshold: 1, evidence_weight: -1 };
  t.equal(await isMatched({ reasons: [against] }), false, 'it speaks for the account');
  t.equal(
    await isMatched({ reasons: [{ ...against, detector: 'other', evidence_weight: 9 }] }),
    false,
  );
});

await t.test('the breaker trips at the budget, however many act at once', async (t) => {
  const policy = await armed();
  const alerts: MatchedAlert[] = [];
  for (let each = 0; each < 12; each += 1) {
    const alert = await raise(policy, nextAccount());
    if (alert !== undefined) alerts.push(alert);
  }
  const applied = await Promise.all(
    alerts.map((alert) => applyPolicy(pool, contextOf(policy), alert)),
  );
  const count = (wanted: string) => applied.filter((each) => each === wanted).length;
  t.same([count('acted'), count('tripped'), count('halted')], [3, 1, 8]);
  t.match(await findPolicyState(pool, policy.id), {
    state: 'tripped',
    because: 'it would have acted on more than 3 accounts within an hour',
  });
  const { rowCount } = await pool.query(
    `select 1 from messages where type = 'policy.stopped' and value = $1`,
    [policy.id],
  );
  t.equal(rowCount, 1, 'somebody is told, once');

  const shares = { accounts_per_hour: 100, share_of_accounts: 0.002, share_of_requests: 0.0015 };
  const byAccounts = await armed({ budget: { ...shares, share_of_requests: 1 } });
  const byRequests = await armed({ budget: { ...shares, share_of_accounts: 1 } });
  for (const [limited, room] of [
    [byAccounts, 2],
    [byRequests, 1],
  ] as const) {
    for (let each = 0; each < room; each += 1) t.match(await run(limited), { applied: 'acted' });
    t.match(await run(limited), { applied: 'tripped' });
  }
});

await t.test(
  'one stop halts everything until it is resumed, and no backlog is acted on',
  async (t) => {
    const policy = await armed();
    const before = await raise(policy, nextAccount());
    if (before === undefined) throw new Error('nothing was matched');
    await stopAutomation(pool, said);
    t.equal(await applyPolicy(pool, contextOf(policy), before), 'halted');
    t.match(await run(policy), { applied: 'halted' });
    await resumeAutomation(pool, said);
    const { watchesSince: since } = await ensurePolicyState(pool, policy.id);
    t.same(
      await listUnseenMatches(pool, policy.id, {
        match: policy.match,
        since,
        changedSince: new Date(0),
        limit: 9,
      }),
      [],
    );
    t.match(await run(policy), { applied: 'acted' });
    await stopPolicy(pool, policy.id, said);
    t.match(await run(policy), { applied: 'halted' });
  },
);

await t.test('one undo takes back all that it did, and nothing else', async (t) => {
  const policy = await armed();
  const ran = [await run(policy), await run(policy), await run(policy)];
  const [, byPerson] = ran;
  const decided = await readDecisions(byPerson?.account ?? '');
  t.equal(decided.length, 1);
  const order = { policyId: policy.id, since: new Date(0), ...said };
  t.equal(await undoPolicy(pool, order), 3);
  t.equal(await undoPolicy(pool, order), 0, 'once');
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::int as count from effective_decisions where decided_by = $1',
    [`policy:${policy.id}`],
  );
  t.same(rows, [{ count: 0 }]);
  t.match(
    await run(policy, ran[0]?.account),
    { applied: 'unmatched' },
    'its alert had its outcome',
  );
  t.match(await findPolicyState(pool, policy.id), { state: 'stopped' });
});
