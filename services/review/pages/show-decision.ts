import type { Decision } from '../../storage/decisions.ts';
import { caseUrl, showCount, showTime } from './format.ts';
import { showActor, type ActorNames } from './show-case-head.ts';

const actionWords: Readonly<Record<Decision['action'], string>> = {
  no_action: 'No action',
  watch: 'Watch',
  request_verification: 'Ask for verification',
  throttle: 'Throttle',
  suspend_key: 'Suspend key',
  suspend_account: 'Suspend account',
  suspend_campaign_members: 'Suspend members',
  block_network: 'Block network',
  undo: 'Undo',
};

const stateWords: Readonly<Record<Decision['state'], string>> = {
  pending: 'waits for a second person',
  rejected: 'rejected',
  undone: 'undone',
  overturned: 'lifted on appeal',
  scheduled: 'begins later',
  in_force: 'in force',
  expired: 'expired',
  done: 'done',
};

export function showAction(action: Decision['action']): string {
  return actionWords[action];
}

/** Whoever decided or approved. */
export function actorsOf(decisions: readonly Decision[]): string[] {
  return decisions.flatMap(({ decidedBy, approval }) =>
    approval === null ? [decidedBy] : [decidedBy, approval.approvedBy],
  );
}

function showSecond({ approval, needsSecond }: Decision, names: ActorNames) {
  if (!needsSecond || approval === null) return null;
  return {
    verdict: approval.verdict,
    isBreakGlass: approval.isBreakGlass,
    reason: approval.reason,
    by: showActor(approval.approvedBy, names),
    at: showTime(new Date(approval.approvedAt)),
  };
}

/** `statement` is what the customer is told, where it was drafted. */
export function showDecision(
  decision: Decision,
  names: ActorNames,
  statement: string | null = null,
) {
  const { action, state, undoes, beginsAt } = decision;
  const isStanding = state === 'in_force' || state === 'scheduled' || state === 'pending';
  return {
    id: decision.decisionId,
    caseUrl: caseUrl(decision.caseId),
    action: actionWords[action],
    state,
    stateText: stateWords[state],
    accounts: showCount(decision.affectedAccounts),
    hasOneAccount: decision.affectedAccounts === 1,
    networks: decision.networks.join(', '),
    policyClause: decision.policyClause,
    reason: decision.reason,
    beginsAt: state === 'scheduled' && beginsAt !== null ? showTime(beginsAt) : null,
    expiresAt: decision.expiresAt === null ? null : showTime(decision.expiresAt),
    undoes,
    undoneBy: decision.undoneBy,
    by: showActor(decision.decidedBy, names),
    decidedBy: decision.decidedBy,
    at: showTime(decision.decidedAt),
    deservedReview: decision.deservedReview,
    second: showSecond(decision, names),
    statement,
    canBeUndone: isStanding && action !== 'undo',
    evidenceUrl: `/api/decisions/${decision.decisionId}/evidence`,
    evidence: decision.evidenceSha256.slice(0, 12),
  };
}
