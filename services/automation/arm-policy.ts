import type { Policy } from '../contracts/policy.ts';
import { AppError } from '../errors.ts';
import { insertAuditEntry } from '../storage/audit-entries.ts';
import { setAutomationSwitch } from '../storage/automation-switch.ts';
import {
  insertArming,
  lockPolicyState,
  resetWatches,
  setPolicyState,
} from '../storage/policy-states.ts';
import type { Pool, PoolClient } from '../storage/pool.ts';
import { inTransaction } from '../storage/transaction.ts';
import { previewPolicy, readPolicyEvidence, type PolicyEvidence } from './examine-policy.ts';
import { hashPolicy } from './load-policies.ts';
import type { Traffic } from './read-traffic.ts';

interface Said {
  readonly actor: string;
  readonly reason: string;
}

export interface ArmingOrder extends Said {
  readonly policy: Policy;
  readonly detectionVersion: string;
  readonly traffic: Traffic;
  /** Arms in spite of the evidence; it stands out in the audit trail. */
  readonly isForced: boolean;
}

function unproven({ precision }: PolicyEvidence, { id, least_precision: bar }: Policy): AppError {
  const { count, of, low } = precision;
  const message =
    `${id} is not armed: people restricted ${String(count)} of the ${String(of)} accounts in the closed cases that it ` +
    `is about, so that its precision may be as low as ${low.toFixed(3)}; it has to be above ${String(bar)}.`;
  return new AppError('policy_unproven', message);
}

/** Lets a policy act on what is raised from now on. Throws policy_unproven with the figures. */
export async function armPolicy(pool: Pool, order: ArmingOrder): Promise<PolicyEvidence> {
  const { policy, detectionVersion, traffic, isForced, actor, reason } = order;
  return inTransaction(pool, async (client) => {
    const evidence = await readPolicyEvidence(client, policy);
    if (!evidence.isEnough && !isForced) throw unproven(evidence, policy);
    const preview = await previewPolicy(client, policy, traffic);
    await insertArming(client, {
      ...{ policyId: policy.id, policySha256: hashPolicy(policy), detectionVersion },
      ...{ evidence, preview, reason, armedBy: actor },
      // Forced only when it had to be.
      isForced: isForced && !evidence.isEnough,
    });
    const { count, of, low } = evidence.precision;
    const detail = { reason, forced: !evidence.isEnough, right: count, cases: of, precision: low };
    await audit(client, policy.id, { actor, action: 'policy_armed', detail });
    return evidence;
  });
}

interface Act {
  readonly actor: string;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

async function audit(client: PoolClient, policyId: string, act: Act): Promise<void> {
  await insertAuditEntry(client, { ...act, subjectKind: 'policy', subjectId: policyId });
}

/** From here on a policy does nothing, until it is resumed or armed. */
export async function stopPolicy(
  pool: Pool,
  policyId: string,
  { actor, reason }: Said,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await lockPolicyState(client, policyId);
    const change = { policyId, state: 'stopped', because: reason, changedBy: actor } as const;
    await setPolicyState(client, change);
    await audit(client, policyId, { actor, action: 'policy_stopped', detail: { reason } });
  });
}

/** Lets a policy that was stopped, by a person or its budget, look and propose again. To act, it has to be armed. */
export async function resumePolicy(
  pool: Pool,
  policyId: string,
  { actor, reason }: Said,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await lockPolicyState(client, policyId);
    const change = { policyId, state: 'watching', because: reason, changedBy: actor } as const;
    await setPolicyState(client, change);
    await resetWatches(client, policyId);
    await audit(client, policyId, { actor, action: 'policy_resumed', detail: { reason } });
  });
}

/** Stops every policy at once: no act is committed after this one. It holds until somebody resumes. */
export async function stopAutomation(pool: Pool, { actor, reason }: Said): Promise<void> {
  await inTransaction(pool, async (client) => {
    await setAutomationSwitch(client, { stoppedBy: actor, stoppedBecause: reason });
    await audit(client, 'all', { actor, action: 'automation_stopped', detail: { reason } });
  });
}

/** Lets the armed policies go on; what was raised while they stood still is left to people. */
export async function resumeAutomation(pool: Pool, { actor, reason }: Said): Promise<void> {
  await inTransaction(pool, async (client) => {
    await setAutomationSwitch(client, null);
    await resetWatches(client);
    await audit(client, 'all', { actor, action: 'automation_resumed', detail: { reason } });
  });
}
