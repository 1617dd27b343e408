import { AppError } from '../../errors.ts';
import { closeCases, lockWithCovered } from '../../storage/case-closing.ts';
import { appendCaseEvent } from '../../storage/case-events.ts';
import type { ListedCase } from '../../storage/case-list.ts';
import { drawDelayMs } from '../../storage/decision-begin.ts';
import { insertDecision, type Decision } from '../../storage/decisions.ts';
import { freezeEvidence } from '../../storage/evidence-snapshots.ts';
import type { Pool, PoolClient } from '../../storage/pool.ts';
import type { Caller } from '../permissions.ts';
import { requireNoneAllowed } from './allow-list.ts';
import { chooseAccounts } from './chosen-accounts.ts';
import { gatherEvidence } from '../../storage/case-evidence.ts';
import { getCase, requireWorkable } from './open-case.ts';
import {
  chooseExpiry,
  hashOrder,
  isRestricting,
  requireSuitable,
  type DecisionOrder,
} from './order.ts';
import { findRepeat, getDecision, onceOnly, type Decided } from './repeats.ts';
import { requireUnchanged } from './unchanged.ts';

async function requireDecidable(
  client: PoolClient,
  caller: Caller,
  { order, found }: { readonly order: DecisionOrder; readonly found: ListedCase },
): Promise<void> {
  requireWorkable(found, caller);
  if (found.isPending) {
    const message =
      'A decision on this case waits for its second person; approve or undo it first.';
    throw new AppError('decision_pending', message);
  }
  await requireUnchanged(client, caller, { order, found });
}

/** Writes the decision and its event. The database says whether it needs a second person. */
async function write(
  client: PoolClient,
  { actor }: Caller,
  work: {
    readonly order: DecisionOrder;
    readonly found: ListedCase;
    readonly accountIds: readonly string[];
    readonly requestSha256: Buffer;
  },
): Promise<Decision> {
  const { order, found, accountIds, requestSha256 } = work;
  const { caseId, action, policyClause, reason, idempotencyKey } = order;
  const decisionId = await insertDecision(client, {
    ...{ caseId, action, policyClause, reason, idempotencyKey, accountIds, decidedBy: actor },
    caseVersion: found.version,
    ...{ apiKeyIds: order.apiKeyIds ?? [], networks: order.networks ?? [] },
    expiresAt: chooseExpiry(order, Date.now()),
    beginsAfterMs: drawDelayMs(order.beginWithinHours),
    undoes: null,
    requestSha256,
    evidenceSha256: await freezeEvidence(client, await gatherEvidence(client, found)),
    deservedReview: order.deservedReview ?? null,
    batchAccounts: order.batchAccounts ?? 0,
  });
  const decision = await getDecision(client, decisionId);
  const { affectedAccounts, needsSecond } = decision;
  const detail = {
    ...{ decision_id: decisionId, action, affected_accounts: affectedAccounts },
    needs_second: needsSecond,
  };
  await appendCaseEvent(client, { caseId, kind: 'decided', isChange: true, actor, detail });
  return decision;
}

/**
 * Decides on a case. The order stands once however often it comes, and only on the case as its author read it.
 * Throws not_found, case_closed, case_claimed, case_changed, decision_pending, action_unsuitable,
 * accounts_unsuitable, idempotency_key_reused.
 */
export async function decide(pool: Pool, caller: Caller, order: DecisionOrder): Promise<Decided> {
  return onceOnly(pool, async (client) => {
    const subject = await getCase(client, order.caseId);
    const requestSha256 = hashOrder(order);
    const { idempotencyKey } = order;
    const early = await findRepeat(client, caller, { idempotencyKey, requestSha256 });
    if (early !== undefined) return early;
    requireSuitable(order, subject);
    const accountIds = await chooseAccounts(client, order, subject);
    const covered = await lockWithCovered(client, order.caseId, {
      accountIds: subject.subjectKind === 'campaign' ? accountIds : [],
      actor: caller.actor,
    });
    // Once more behind the lock: the same order may have been carried out while this one waited.
    const late = await findRepeat(client, caller, { idempotencyKey, requestSha256 });
    if (late !== undefined) return late;
    if (isRestricting(order.action)) await requireNoneAllowed(client, accountIds);
    const found = await getCase(client, order.caseId);
    await requireDecidable(client, caller, { order, found });
    const decision = await write(client, caller, { order, found, accountIds, requestSha256 });
    if (!decision.needsSecond) await settle(client, decision, covered);
    return { decision, isRepeat: false };
  });
}

/** Closes what a decision in force closes: its case, and the cases of the accounts that it touches. */
export async function settle(
  client: PoolClient,
  decision: Decision,
  covered: readonly string[],
): Promise<void> {
  const { caseId, decisionId, action, decidedBy, deservedReview } = decision;
  if (deservedReview === null) return;
  const closing = { outcome: action, decisionId, deservedReview, actor: decidedBy };
  await closeCases(client, [caseId, ...covered], closing);
}
