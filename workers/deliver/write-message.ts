import type { ClaimedDelivery } from '../../services/storage/deliveries.ts';
import { restrictionOf } from './restriction-of.ts';

function writeTarget(message: ClaimedDelivery): object {
  const { scope, value, version, action, until } = message;
  return {
    ...{ scope, value, version },
    type: restrictionOf(action),
    until: until?.toISOString() ?? null,
    ...{ reason_code: action, decision_id: message.decisionId, case_id: message.caseId },
  };
}

const writers = {
  'target.restricted': writeTarget,
  'target.released': writeTarget,
  'endpoint.ping': () => ({}),
  /** A policy spent its budget: it acts no more until a person has looked. */
  'policy.stopped': ({ value }: ClaimedDelivery) => ({ policy: value }),
  'case.changed': ({ data }: ClaimedDelivery) => ({ case: data }),
  'cases.changed': ({ data }: ClaimedDelivery) => ({ cases: data }),
  'cases.overdue': ({ data }: ClaimedDelivery) => ({ cases: data }),
  /** Somebody approved a decision alone that needs two people. */
  'decision.break_glass': ({ data }: ClaimedDelivery) => ({ decision: data }),
} as const;

/** What a message says, whatever form its body has. */
export function dataOf(message: ClaimedDelivery): object {
  return writers[message.type](message);
}

/**
 * The body: what counts for one target now, and by which decision. Thin on purpose: why stands in the case, which is
 * read with permission. Of two messages on a target the one with the greater `version` is true.
 */
export function writeMessage(message: ClaimedDelivery): string {
  const { type, createdAt } = message;
  return JSON.stringify({ type, timestamp: createdAt.toISOString(), data: dataOf(message) });
}
