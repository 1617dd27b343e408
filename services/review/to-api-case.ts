import type { z } from 'zod';
import type { CaseDelivery } from '../storage/case-deliveries.ts';
import type { CaseEvent } from '../storage/case-events.ts';
import type { ListedCase } from '../storage/case-list.ts';
import type { Decision } from '../storage/decisions.ts';
import type { caseSummary } from './case-schemas.ts';
import type { decision as decisionSchema } from './decision-schemas.ts';

function timeOf(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}

export function toApiCase(found: ListedCase): z.output<typeof caseSummary> {
  const { subjectKind, subjectId } = found;
  return {
    id: found.caseId,
    subject_kind: subjectKind,
    account_id: subjectKind === 'account' ? subjectId : null,
    campaign_id: subjectKind === 'campaign' ? subjectId : null,
    status: found.status,
    opened_at: found.openedAt.toISOString(),
    closed_at: timeOf(found.closedAt),
    outcome: found.outcome,
    level: found.level,
    score: found.score,
    exposure: found.exposure,
    due_at: found.dueAt.toISOString(),
    version: found.version,
    claimed_by: found.claimedBy,
    claim_expires_at: timeOf(found.claimExpiresAt),
    assigned_to: found.assignedTo,
    snoozed_until: timeOf(found.snoozedUntil),
    waits_for_second: found.isPending,
  };
}

export function toApiCaseEvent({ version, kind, actor, at, detail }: CaseEvent) {
  return { version, kind, actor, at: at.toISOString(), detail: { ...detail } };
}

/** What an endpoint is called where nobody may see its whole URL: that may hold a secret. */
export function endpointName({ description, url }: Pick<CaseDelivery, 'description' | 'url'>) {
  return description === '' ? new URL(url).host : description;
}

export function toApiDelivery(found: CaseDelivery) {
  const { type, queued, delivered, superseded, dead, refused } = found;
  return {
    decision_id: found.decisionId,
    endpoint_id: found.endpointId,
    endpoint: endpointName(found),
    ...{ type, queued, delivered, superseded, dead, refused },
    next_attempt_at: timeOf(found.nextAttemptAt),
    last_error: found.lastError,
  };
}

function toApiApproval(approval: NonNullable<Decision['approval']>) {
  return {
    verdict: approval.verdict,
    break_glass: approval.isBreakGlass,
    reason: approval.reason,
    approved_by: approval.approvedBy,
    approved_at: new Date(approval.approvedAt).toISOString(),
  };
}

export function toApiDecision(decision: Decision): z.output<typeof decisionSchema> {
  return {
    id: decision.decisionId,
    case_id: decision.caseId,
    case_version: decision.caseVersion,
    action: decision.action,
    state: decision.state,
    policy_clause: decision.policyClause,
    reason: decision.reason,
    affected_accounts: decision.affectedAccounts,
    api_key_ids: [...decision.apiKeyIds],
    networks: [...decision.networks],
    begins_at: timeOf(decision.beginsAt),
    expires_at: timeOf(decision.expiresAt),
    undoes: decision.undoes,
    undone_by: decision.undoneBy,
    decided_by: decision.decidedBy,
    decided_at: decision.decidedAt.toISOString(),
    deserved_review: decision.deservedReview,
    evidence_sha256: decision.evidenceSha256,
    needs_second: decision.needsSecond,
    approval: decision.approval === null ? null : toApiApproval(decision.approval),
  };
}
