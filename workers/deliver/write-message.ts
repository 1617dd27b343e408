import type { ClaimedDelivery } from '../../services/storage/deliveries.ts';
import type { CaseAction } from '../../services/storage/decisions.ts';

const types: Readonly<Partial<Record<CaseAction, string>>> = {
  throttle: 'throttle',
  request_verification: 'challenge',
};

/**
 * The body: what counts for one target now, and by which decision. Thin on purpose: why stands in the case, which is
 * read with permission. Of two messages on a target the one with the greater `version` is true.
 */
export function writeMessage(message: ClaimedDelivery): string {
  const { type, scope, value, version, action, until } = message;
  const data =
    type === 'endpoint.ping'
      ? {}
      : {
          ...{ scope, value, version },
          type: action === null ? null : (types[action] ?? 'ban'),
          until: until?.toISOString() ?? null,
          ...{ reason_code: action, decision_id: message.decisionId, case_id: message.caseId },
        };
  return JSON.stringify({ type, timestamp: message.createdAt.toISOString(), data });
}
