import { AppError } from '../../errors.ts';
import { lockCase } from '../../storage/case-list.ts';
import type { Decision } from '../../storage/decisions.ts';
import { insertUndo } from '../../storage/insert-undo.ts';
import type { Pool } from '../../storage/pool.ts';
import { requirePermission, type Caller } from '../permissions.ts';
import { hashFields, unsuitable } from './order.ts';
import { findRepeat, getDecision, onceOnly, type Decided } from './repeats.ts';

export interface UndoOrder {
  readonly decisionId: string;
  readonly policyClause: string;
  readonly reason: string;
  readonly idempotencyKey: string;
}

function requireUndoable(undone: Decision, caller: Caller): void {
  if (undone.action === 'undo') throw unsuitable('An undo is undone by deciding anew.');
  if (undone.action === 'no_action') throw unsuitable('There is nothing in it to undo.');
  if (undone.decidedBy !== caller.actor) requirePermission(caller, 'undo_others');
  if (undone.state === 'undone') {
    throw new AppError('decision_undone', 'This decision was undone before.', {
      details: { undone_by: undone.undoneBy },
    });
  }
}

/**
 * Undoes a decision by a new one that names it; the case stays as it is, closed ones too. One's own, or with a lead's
 * permission another's. Throws not_found, role_forbidden, decision_undone, action_unsuitable,
 * idempotency_key_reused.
 */
export async function undo(pool: Pool, caller: Caller, order: UndoOrder): Promise<Decided> {
  const requestSha256 = hashFields({ ...order, idempotencyKey: '' });
  const { idempotencyKey } = order;
  return onceOnly(pool, async (client) => {
    const { caseId } = await getDecision(client, order.decisionId);
    await lockCase(client, caseId);
    const repeat = await findRepeat(client, caller, { idempotencyKey, requestSha256 });
    if (repeat !== undefined) return repeat;
    const undone = await getDecision(client, order.decisionId);
    requireUndoable(undone, caller);
    const { policyClause, reason } = order;
    const given = { policyClause, reason, idempotencyKey, requestSha256 };
    const undoId = await insertUndo(client, undone, { ...given, decidedBy: caller.actor });
    return { decision: await getDecision(client, undoId), isRepeat: false };
  });
}
