import type { CaseAction } from '../storage/decisions.ts';
import type { TargetScope } from '../storage/enforced-targets.ts';

/** What a gateway does, in CrowdSec's words, the mildest first. */
const remediations = ['throttle', 'challenge', 'ban'] as const;
export type Remediation = (typeof remediations)[number];

/** What one decision does to one target. */
export interface Restriction {
  readonly decisionId: number;
  readonly action: CaseAction;
  readonly type: Remediation;
  /** Milliseconds since the epoch at which it ends by itself. */
  readonly until: number;
}

const types: Readonly<Partial<Record<CaseAction, Remediation>>> = {
  throttle: 'throttle',
  request_verification: 'challenge',
  suspend_key: 'ban',
  suspend_account: 'ban',
  suspend_campaign_members: 'ban',
  block_network: 'ban',
};

/** Throws for an action that restricts nobody: it has no place among what is enforced. */
export function remediationOf(action: CaseAction): Remediation {
  const type = types[action];
  if (type === undefined) throw new Error(`${action} restricts nobody`);
  return type;
}

/** All that restricts a target: nearly always one, which then stands by itself and not in a list. */
export type Held = Restriction | readonly Restriction[];

export function listHeld(held: Held): readonly Restriction[] {
  return 'decisionId' in held ? [held] : held;
}

export function packHeld(list: readonly Restriction[]): Held {
  const [only] = list;
  return only !== undefined && list.length === 1 ? only : list;
}

/** Under what a target is found. A scope holds no space, so that no two targets share a key. */
export function targetKey(scope: TargetScope, value: string): string {
  return `${scope} ${value}`;
}

/** The target of a key. */
export function targetOf(key: string): { scope: TargetScope; value: string } {
  const at = key.indexOf(' ');
  return { scope: key.slice(0, at) as TargetScope, value: key.slice(at + 1) };
}

/** Whether `left` goes before `right`: the stricter, then the longer, then the older one. */
function isBefore(left: Restriction, right: Restriction): boolean {
  const stricter = remediations.indexOf(left.type) - remediations.indexOf(right.type);
  if (stricter !== 0) return stricter > 0;
  if (left.until !== right.until) return left.until > right.until;
  return left.decisionId < right.decisionId;
}

/** The one that counts at `now` of those that restrict a target. */
export function strictest(held: Held, now: number): Restriction | undefined {
  if ('decisionId' in held) return held.until > now ? held : undefined;
  let found: Restriction | undefined;
  for (const each of held) {
    if (each.until > now && (found === undefined || isBefore(each, found))) found = each;
  }
  return found;
}
