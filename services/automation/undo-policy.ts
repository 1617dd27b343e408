import { createHash } from 'node:crypto';
import { lockCase } from '../storage/case-list.ts';
import { findDecision } from '../storage/decisions.ts';
import { insertUndo } from '../storage/insert-undo.ts';
import { listPolicyDecisions } from '../storage/policy-outcomes.ts';
import type { Pool } from '../storage/pool.ts';
import { inTransaction } from '../storage/transaction.ts';
import { stopPolicy } from './arm-policy.ts';

export interface PolicyUndo {
  readonly policyId: string;
  /** Only what it did from then on. */
  readonly since: Date;
  readonly actor: string;
  readonly reason: string;
}

/** True when this call undid it, false when it had been undone. */
async function undoOne(pool: Pool, decisionId: string, order: PolicyUndo): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const found = await findDecision(client, decisionId);
    if (found === undefined) throw new Error('a decision is never removed');
    await lockCase(client, found.caseId);
    const undone = await findDecision(client, decisionId);
    if (undone === undefined || undone.state === 'undone') return false;
    await insertUndo(client, undone, {
      ...{ policyClause: undone.policyClause, reason: order.reason, decidedBy: order.actor },
      idempotencyKey: `policy-undo:${decisionId}`,
      requestSha256: createHash('sha256').update(decisionId).digest(),
    });
    return true;
  });
}

/**
 * Stops a policy and undoes all that it did and that has not ended, each decision by itself; stopped half way and
 * repeated it goes on. Returns how many it undid.
 */
export async function undoPolicy(pool: Pool, order: PolicyUndo): Promise<number> {
  await stopPolicy(pool, order.policyId, order);
  let undone = 0;
  for (const decisionId of await listPolicyDecisions(pool, order.policyId, order.since)) {
    if (await undoOne(pool, decisionId, order)) undone += 1;
  }
  return undone;
}
