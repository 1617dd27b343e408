import { createHash } from 'node:crypto';
import type { Policy } from '../contracts/policy.ts';
import { insertAuditEntry } from '../storage/audit-entries.ts';
import { holdAutomationSwitch } from '../storage/automation-switch.ts';
import { gatherEvidence } from '../storage/case-evidence.ts';
import { appendCaseEvent } from '../storage/case-events.ts';
import { lockCase, type ListedCase } from '../storage/case-list.ts';
import { drawDelayMs } from '../storage/decision-begin.ts';
import { insertDecision } from '../storage/decisions.ts';
import { freezeEvidence } from '../storage/evidence-snapshots.ts';
import type { MatchedAlert } from '../storage/policy-alerts.ts';
import {
  announcePolicyStopped,
  findHandsOff,
  hasPolicyOutcome,
  insertPolicyOutcome,
  isDecidedOn,
  readPolicySpending,
  type NewPolicyOutcome,
} from '../storage/policy-outcomes.ts';
import { lockPolicyState, setPolicyState, type PolicyState } from '../storage/policy-states.ts';
import type { Pool, PoolClient } from '../storage/pool.ts';
import { inTransaction } from '../storage/transaction.ts';
import { findExceeded } from './budget.ts';
import { hashPolicy, policyActor } from './load-policies.ts';
import type { Traffic } from './read-traffic.ts';

/** `halted`: the policy, or everything, is stopped. `tripped`: this alert would have exceeded its budget. */
export type Applied = NewPolicyOutcome['outcome'] | 'halted' | 'tripped' | 'seen';

export interface PolicyContext {
  readonly policy: Policy;
  /** A fingerprint of the detection settings under which alerts are raised now. */
  readonly detectionVersion: string;
  readonly traffic: Traffic;
}

interface Work extends PolicyContext {
  readonly client: PoolClient;
  readonly alert: MatchedAlert;
  readonly found: ListedCase;
}

type Verdict = Pick<NewPolicyOutcome, 'outcome' | 'because'> & { readonly decisionId?: string };

/** What was armed is what is there now: the same policy, under the same detection. */
export function isArmed(
  { state, policySha256, detectionVersion }: PolicyState,
  context: Pick<PolicyContext, 'policy' | 'detectionVersion'>,
): boolean {
  const isSame = policySha256?.equals(hashPolicy(context.policy)) === true;
  return state === 'armed' && isSame && detectionVersion === context.detectionVersion;
}

async function propose({ client, policy, found }: Work, because: string): Promise<Verdict> {
  const { action, hours, id } = policy;
  const detail = { action, hours, policy: id, because };
  const { caseId } = found;
  await appendCaseEvent(client, { caseId, kind: 'proposed', actor: policyActor(policy), detail });
  return { outcome: 'proposed', because };
}

/** The decision as a person would have made it, but that it neither closes the case nor labels anybody: a person does. */
async function act({ client, policy, alert, found }: Work): Promise<Verdict> {
  const { action, policy_clause: policyClause, reason, hours } = policy;
  const { caseId, version: caseVersion } = found;
  const decidedBy = policyActor(policy);
  const beginsAfterMs = drawDelayMs(policy.begin_within_hours);
  const asked = JSON.stringify([hashPolicy(policy).toString('hex'), alert.alertId]);
  const decisionId = await insertDecision(client, {
    ...{ caseId, caseVersion, action, policyClause, reason, decidedBy },
    ...{ accountIds: [alert.accountId], apiKeyIds: [], networks: [], undoes: null },
    ...{ idempotencyKey: `alert:${alert.alertId}`, deservedReview: null, batchAccounts: 0 },
    beginsAfterMs,
    expiresAt: new Date(Date.now() + beginsAfterMs + hours * 3_600_000),
    requestSha256: createHash('sha256').update(asked).digest(),
    evidenceSha256: await freezeEvidence(client, await gatherEvidence(client, found)),
  });
  const detail = { decision_id: decisionId, action, policy: policy.id };
  const event = { caseId, kind: 'decided', isChange: true, actor: decidedBy, detail };
  await appendCaseEvent(client, event);
  return { outcome: 'acted', because: null, decisionId };
}

/** Stops the policy until a person lets it go on, and tells everybody who listens. */
async function trip({ client, policy }: Work, exceeded: string): Promise<'tripped'> {
  const { id: policyId } = policy;
  const because = `it would have acted on ${exceeded}`;
  await setPolicyState(client, { policyId, state: 'tripped', because, changedBy: 'system' });
  const entry = { actor: policyActor(policy), action: 'policy_tripped', detail: { because } };
  await insertAuditEntry(client, { ...entry, subjectKind: 'policy', subjectId: policyId });
  await announcePolicyStopped(client, policyId);
  return 'tripped';
}

/** Why this one is for a person; null when the policy may act. */
async function findObstacle(work: Work, state: PolicyState): Promise<string | null> {
  if (work.policy.mode === 'propose') return 'proposes_only';
  if (!isArmed(state, work)) return 'not_armed';
  if (work.found.claimedBy !== null) return 'being_worked_on';
  if (work.traffic.requests === 0) return 'traffic_unknown';
  return findHandsOff(work.client, work.alert.accountId);
}

async function judge(work: Work, state: PolicyState): Promise<Verdict | 'tripped'> {
  const { client, policy, alert, traffic, found } = work;
  if (found.status !== 'open') return { outcome: 'passed', because: 'case_closed' };
  if (await isDecidedOn(client, alert.accountId))
    return { outcome: 'passed', because: 'decided_already' };
  if (policy.mode === 'shadow') return { outcome: 'shadowed', because: null };
  const obstacle = await findObstacle(work, state);
  if (obstacle !== null) return propose(work, obstacle);
  const spent = await readPolicySpending(client, policy.id);
  const exceeded = findExceeded(policy, { spent, requests: alert.requests, traffic });
  return exceeded === null ? act(work) : trip(work, exceeded);
}

async function apply(
  client: PoolClient,
  context: PolicyContext,
  alert: MatchedAlert,
): Promise<Applied> {
  const { policy } = context;
  if ((await holdAutomationSwitch(client)).stoppedBy !== null) return 'halted';
  // One at a time: the budget of the next one depends on what this one does.
  const state = await lockPolicyState(client, policy.id);
  if (state === undefined || state.state === 'stopped' || state.state === 'tripped')
    return 'halted';
  const found = await lockCase(client, alert.caseId);
  if (found === undefined || (await hasPolicyOutcome(client, policy.id, alert.alertId)))
    return 'seen';
  const verdict = await judge({ ...context, client, alert, found }, state);
  if (verdict === 'tripped') return 'tripped';
  await insertPolicyOutcome(client, {
    ...{ policyId: policy.id, alertId: alert.alertId, accountId: alert.accountId },
    ...{ outcome: verdict.outcome, because: verdict.because, requests: alert.requests },
    decisionId: verdict.decisionId ?? null,
  });
  return verdict.outcome;
}

/** Does what a policy says about one alert, in one transaction: however often it is asked, it happens once. */
export function applyPolicy(
  pool: Pool,
  context: PolicyContext,
  alert: MatchedAlert,
): Promise<Applied> {
  return inTransaction(pool, (client) => apply(client, context, alert));
}
