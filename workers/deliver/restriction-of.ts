import type { CaseAction } from '../../services/storage/decisions.ts';
import type { Restriction } from '../../services/webhooks/endpoint-kinds.ts';

const restrictions: Readonly<Partial<Record<CaseAction, Restriction>>> = {
  throttle: 'throttle',
  request_verification: 'challenge',
};

/** What gateways do for an action that restricts; null where nothing restricts any more. */
export function restrictionOf(action: CaseAction | null): Restriction | null {
  return action === null ? null : (restrictions[action] ?? 'ban');
}
