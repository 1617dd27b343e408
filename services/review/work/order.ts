import { createHash } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { ListedCase } from '../../storage/case-list.ts';
import type { CaseAction, Decision } from '../../storage/decisions.ts';
import type { DeservedReview } from '../../storage/labels.ts';

/** What a person or program asks for. */
export interface DecisionOrder {
  readonly caseId: string;
  /** Of the case, as it was read before deciding. */
  readonly version: number;
  readonly action: CaseAction;
  readonly policyClause: string;
  readonly reason: string;
  /** Members of the campaign that it touches. */
  readonly accountIds?: readonly string[] | undefined;
  /** Instead of naming members: all that are at least so sure, 0 to 1. */
  readonly leastConfidence?: number | undefined;
  readonly apiKeyIds?: readonly string[] | undefined;
  /** Addresses and networks in their shortest form. */
  readonly networks?: readonly string[] | undefined;
  /**
   * It begins at a moment drawn at random within so many hours, so that the moment teaches nothing; without it, at once.
   */
  readonly beginWithinHours?: number | undefined;
  /** Without it, the usual time of the action. */
  readonly expiresAt?: Date | undefined;
  /** Closes the case, and says whether its alerts deserved review; without it the case stays open. */
  readonly deservedReview?: DeservedReview | undefined;
  readonly idempotencyKey: string;
  /** Accounts that are decided on together, in one bulk decision. */
  readonly batchAccounts?: number | undefined;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const mostNetworkDays = 30;
/** Days after which an action ends by itself when nobody says otherwise; null: it has nothing that could end. */
export const usualDays: Readonly<Record<CaseAction, number | null>> = {
  no_action: null,
  watch: 14,
  request_verification: 14,
  throttle: 7,
  suspend_key: 30,
  suspend_account: 90,
  suspend_campaign_members: 90,
  block_network: 7,
};

export type RestrictingAction = Exclude<CaseAction, 'no_action' | 'watch'>;

/** Whether an action takes something from a customer. */
export function isRestricting(action: Decision['action']): action is RestrictingAction {
  return action !== 'no_action' && action !== 'watch' && action !== 'undo';
}

/** So much of an order: a field that was not given is left out, not undefined, so that orders of before hash as they did. */
export function beginOf(beginWithinHours?: number): Pick<DecisionOrder, 'beginWithinHours'> {
  return beginWithinHours === undefined ? {} : { beginWithinHours };
}

/** When the ordered action ends. Throws action_unsuitable for a time that is over, or before it has surely begun. */
export function chooseExpiry(
  { action, expiresAt, beginWithinHours = 0 }: DecisionOrder,
  now: number,
): Date | null {
  const days = usualDays[action];
  if (days === null) return null;
  const begun = now + beginWithinHours * hourMs;
  const chosen = expiresAt ?? new Date(begun + days * dayMs);
  if (chosen.getTime() <= begun) {
    throw unsuitable(
      'Name a time in the future, after the latest begin, at which the action ends.',
    );
  }
  if (action === 'block_network' && chosen.getTime() > now + mostNetworkDays * dayMs) {
    throw unsuitable(
      `A network is blocked for at most ${mostNetworkDays} days: addresses change hands.`,
    );
  }
  return chosen;
}

export function unsuitable(message: string): AppError {
  return new AppError('action_unsuitable', message);
}

function requireSubject({ action }: DecisionOrder, isCampaign: boolean): void {
  if (isCampaign && (action === 'suspend_account' || action === 'suspend_key')) {
    throw unsuitable('On the case of a campaign, use suspend_campaign_members.');
  }
  if (!isCampaign && action === 'suspend_campaign_members') {
    throw unsuitable('This is the case of one account: use suspend_account.');
  }
}

function requireMembers(order: DecisionOrder): void {
  const { action, accountIds, leastConfidence } = order;
  if (action === 'no_action' || accountIds !== undefined || leastConfidence !== undefined) return;
  throw unsuitable('Name the members: account_ids, or the least confidence that they have.');
}

/** Throws action_unsuitable, naming what does not go together. */
export function requireSuitable(order: DecisionOrder, { subjectKind }: ListedCase): void {
  const isCampaign = subjectKind === 'campaign';
  requireSubject(order, isCampaign);
  if (isCampaign) requireMembers(order);
  const { action, apiKeyIds = [], networks = [], deservedReview } = order;
  if (order.beginWithinHours !== undefined && !isRestricting(action)) {
    throw unsuitable('Only an action that restricts somebody can begin later.');
  }
  if ((action === 'suspend_key') !== apiKeyIds.length > 0) {
    throw unsuitable('suspend_key, and nothing else, takes api_key_ids.');
  }
  if ((action === 'block_network') !== networks.length > 0) {
    throw unsuitable('block_network, and nothing else, takes networks.');
  }
  if (action === 'no_action' && deservedReview === undefined) {
    throw unsuitable('no_action closes the case: say in deserved_review whether it deserved one.');
  }
}

/** Tells a repeated order from another one under the same idempotency key, which itself does not count. */
export function hashOrder(order: DecisionOrder): Buffer {
  return hashFields({ ...order, idempotencyKey: '' });
}

/** SHA-256 over the fields, whatever their order. */
export function hashFields(fields: object): Buffer {
  const sorted = Object.entries(fields).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest();
}
