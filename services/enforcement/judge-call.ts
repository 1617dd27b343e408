import type { DecisionSet } from './decision-set.ts';
import type { Enforced } from './find-enforced.ts';
import { strictest, type Remediation } from './restriction.ts';

/** Whose call a gateway asks about. */
export interface Caller {
  readonly accountId?: string | undefined;
  readonly apiKeyId?: string | undefined;
  readonly addresses: readonly string[];
}

export interface Verdict {
  readonly decision: 'allow' | 'throttle' | 'challenge' | 'deny';
  /** RFC 3339, when what restricts the call ends by itself; null when nothing does. */
  readonly until: string | null;
  /** The action of the decision, or why there is no answer; null when nothing restricts the call. */
  readonly reason_code: string | null;
}

const words: Readonly<Record<Remediation, Verdict['decision']>> = {
  throttle: 'throttle',
  challenge: 'challenge',
  ban: 'deny',
};

export const allowed: Verdict = { decision: 'allow', until: null, reason_code: null };

function listRestrictions(set: DecisionSet, caller: Caller, now: number) {
  const { accountId, apiKeyId, addresses } = caller;
  const named = [
    accountId === undefined ? undefined : set.find('account', accountId, now),
    apiKeyId === undefined ? undefined : set.find('apikey_hash', apiKeyId, now),
  ];
  const around = (address: string) => set.findAddress(address, now);
  const byAddress = addresses.flatMap(around).map(({ restriction }: Enforced) => restriction);
  return [...named.filter((found) => found !== undefined), ...byAddress];
}

/** The strictest of what is in force for the account, the key and the addresses of a call. */
export function judgeCall(set: DecisionSet, caller: Caller, now: number): Verdict {
  const found = strictest(listRestrictions(set, caller, now), now);
  if (found === undefined) return allowed;
  const { type, until, action } = found;
  return {
    decision: words[type],
    until: new Date(until).toISOString(),
    reason_code: action,
  };
}
