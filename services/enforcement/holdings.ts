import type { EnforcedTarget, TargetScope } from '../storage/enforced-targets.ts';
import { createRangeLengths, type RangeLengths } from './addresses.ts';
import { remediationOf, targetKey, type Restriction } from './restriction.ts';

/** All that restricts one target. */
export interface Holding {
  readonly scope: TargetScope;
  readonly value: string;
  restrictions: Restriction[];
  /** The one that counted when followers could last look. */
  told: Restriction | undefined;
}

/** What is in force, by target and by decision. */
export interface Holdings {
  readonly byTarget: Map<string, Holding>;
  readonly keysOf: Map<string, string[]>;
  readonly ranges: RangeLengths;
}

export function createHoldings(): Holdings {
  return { byTarget: new Map(), keysOf: new Map(), ranges: createRangeLengths() };
}

function restrictionOf({ decisionId, action, expiresAt }: EnforcedTarget): Restriction {
  return { decisionId, action, type: remediationOf(action), until: expiresAt.getTime() };
}

/** Returns the key of the target. */
export function hold({ byTarget, keysOf, ranges }: Holdings, target: EnforcedTarget): string {
  const { scope, value, decisionId } = target;
  const key = targetKey(scope, value);
  const restriction = restrictionOf(target);
  const holding = byTarget.get(key);
  if (holding === undefined) {
    byTarget.set(key, { scope, value, restrictions: [restriction], told: undefined });
    if (scope === 'Range') ranges.add(value);
  } else holding.restrictions.push(restriction);
  const keys = keysOf.get(decisionId);
  if (keys === undefined) keysOf.set(decisionId, [key]);
  else keys.push(key);
  return key;
}

/** Lets go of all that a decision restricts; returns the keys. The holdings stay, even empty ones. */
export function release({ byTarget, keysOf }: Holdings, decisionId: string): string[] {
  const keys = keysOf.get(decisionId) ?? [];
  for (const key of keys) {
    const holding = byTarget.get(key);
    if (holding === undefined) continue;
    holding.restrictions = holding.restrictions.filter((each) => each.decisionId !== decisionId);
  }
  keysOf.delete(decisionId);
  return keys;
}

/** Lets go of what has ended by `now` at one target. */
export function releaseEnded({ byTarget, keysOf }: Holdings, key: string, now: number): void {
  const holding = byTarget.get(key);
  if (holding === undefined) return;
  for (const { until, decisionId } of holding.restrictions) {
    // All that one decision restricts ends at once.
    if (until <= now) keysOf.delete(decisionId);
  }
  holding.restrictions = holding.restrictions.filter(({ until }) => until > now);
}

/** Forgets a target that nothing restricts any more. */
export function forgetFree({ byTarget, ranges }: Holdings, key: string): void {
  const holding = byTarget.get(key);
  if (holding === undefined || holding.restrictions.length > 0) return;
  byTarget.delete(key);
  if (holding.scope === 'Range') ranges.remove(holding.value);
}
