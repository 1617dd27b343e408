import type { Decision } from '../storage/decisions.ts';
import { isRestricting, type RestrictingAction } from './work/order.ts';

/** Detector families in words that tell a customer what it is about, and nobody how to avoid it. */
const conduct: Readonly<Record<string, string>> = {
  content: 'the pattern of the requests as a whole',
  probing: 'requests for internal values of the model',
  tools: 'the way in which requests were sent',
  links: 'coordinated use by several accounts',
  modifier: 'the circumstances in which the account was used',
  resale: 'access being passed on to others',
};

const restrictions: Readonly<Record<RestrictingAction, string>> = {
  request_verification: 'We ask you to verify who uses your account before it can be used further.',
  throttle: 'The number of requests that your account may send is limited.',
  suspend_key: 'Some API keys of your account are suspended.',
  suspend_account: 'Your account is suspended.',
  suspend_campaign_members: 'Your account is suspended.',
  block_network: 'Requests from some of the network addresses that you use are refused.',
};

/** Whether the customer is owed a statement: something was done to them, and stands. */
export function isStatementDue({ action, state }: Decision): boolean {
  return isRestricting(action) && state === 'in_force';
}

function list(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? 'how the account was used';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** A program is not called a person, nor somebody who approved alone a second one. */
function sayWho({ decidedBy, approval }: Decision): string {
  const first = decidedBy.startsWith('staff:')
    ? 'A person on our staff has decided this; no software decided it alone.'
    : 'This was decided through a system that acts for us.';
  const hasSecond = approval?.verdict === 'approved' && approval.approvedBy !== decidedBy;
  return hasSecond ? `${first} Another person on our staff has confirmed it.` : first;
}

/**
 * Drafts what the affected customer is told: what is restricted and until when, under which clause, on what kind of
 * conduct, who decided, and how to appeal. Names no detector, threshold, value, trait or other account, since those
 * would teach how to go on unseen. `families` are those of the detectors that spoke.
 */
export function draftStatement(decision: Decision, families: ReadonlySet<string>): string {
  const { action, policyClause, expiresAt } = decision;
  const known = Object.entries(conduct).filter(([family]) => families.has(family));
  const until = expiresAt === null ? '' : ` until ${expiresAt.toISOString().slice(0, 10)}`;
  return [
    `${isRestricting(action) ? restrictions[action] : ''} This holds${until}.`,
    `It rests on our terms: ${policyClause}.`,
    `We have looked at ${list(known.map(([, words]) => words))}. Your country or nationality played no part.`,
    sayWho(decision),
    'If you think that this is wrong, you can appeal: tell us how you use the service and what we have missed. ' +
      'Somebody who had no part in the decision will judge it on the same evidence.',
  ].join('\n\n');
}
