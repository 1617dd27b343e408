import { AppError } from '../../errors.ts';
import { lockWithCovered } from '../../storage/case-closing.ts';
import { appendCaseEvent } from '../../storage/case-events.ts';
import { insertApproval } from '../../storage/decision-approvals.ts';
import { listDecisionAccounts, mostDecisionAccounts } from '../../storage/decision-list.ts';
import type { Decision, DecisionApproval } from '../../storage/decisions.ts';
import type { Pool, PoolClient } from '../../storage/pool.ts';
import { inTransaction } from '../../storage/transaction.ts';
import { requirePermission, type Caller } from '../permissions.ts';
import { settle } from './decide.ts';
import { getCase } from './open-case.ts';
import { unsuitable } from './order.ts';
import { getDecision } from './repeats.ts';

export interface SecondWord {
  readonly decisionId: string;
  readonly verdict: DecisionApproval['verdict'];
  readonly reason: string;
  /** Approve one's own decision because nobody else can be reached. It stands out in the audit trail. */
  readonly isBreakGlass: boolean;
}

async function lock(client: PoolClient, caller: Caller, { caseId, decisionId }: Decision) {
  const { subjectKind } = await getCase(client, caseId);
  const isCampaign = subjectKind === 'campaign';
  const limit = mostDecisionAccounts;
  const { items: accountIds } = isCampaign
    ? await listDecisionAccounts(client, decisionId, { limit })
    : { items: [] };
  return lockWithCovered(client, caseId, { accountIds, actor: caller.actor });
}

function requireWaiting(decision: Decision, { actor }: Caller, word: SecondWord): void {
  const isOwn = decision.decidedBy === actor;
  if (!decision.needsSecond) {
    throw new AppError('approval_not_needed', 'This decision is in force without a second person.');
  }
  if (decision.state === 'undone') {
    throw new AppError('decision_undone', 'This decision was undone meanwhile.');
  }
  if (decision.approval !== null) {
    throw new AppError('approval_given', `This decision was ${decision.approval.verdict} already.`);
  }
  if (isOwn && word.verdict === 'approved' && !word.isBreakGlass) {
    const message = 'Nobody approves a decision of their own; another lead has to.';
    throw new AppError('approval_forbidden', message);
  }
  if (word.isBreakGlass && (!isOwn || word.verdict === 'rejected')) {
    throw unsuitable('Only an approval of your own decision breaks glass.');
  }
}

/** The same word of the same person, said once more. */
function isSaidAlready(
  { approval }: Decision,
  { actor }: Caller,
  { verdict }: SecondWord,
): boolean {
  return approval?.approvedBy === actor && approval.verdict === verdict;
}

/**
 * Approves or rejects a decision that needs a second person. Throws not_found, role_forbidden, approval_not_needed,
 * approval_given, approval_forbidden, decision_undone, action_unsuitable.
 */
export async function giveSecondWord(
  pool: Pool,
  caller: Caller,
  word: SecondWord,
): Promise<Decision> {
  requirePermission(caller, 'approve');
  return inTransaction(pool, async (client) => {
    const covered = await lock(client, caller, await getDecision(client, word.decisionId));
    const decision = await getDecision(client, word.decisionId);
    if (isSaidAlready(decision, caller, word)) return decision;
    requireWaiting(decision, caller, word);
    const { verdict, reason, isBreakGlass } = word;
    const { decisionId, caseId } = decision;
    const { actor } = caller;
    await insertApproval(client, { decisionId, verdict, isBreakGlass, reason, approvedBy: actor });
    const detail = { decision_id: decisionId, break_glass: isBreakGlass };
    await appendCaseEvent(client, { caseId, kind: verdict, isChange: true, actor, detail });
    if (verdict === 'approved') await settle(client, decision, covered);
    return getDecision(client, decisionId);
  });
}
