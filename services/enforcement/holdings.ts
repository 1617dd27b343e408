import type { EnforcedTarget } from '../storage/enforced-targets.ts';
import { createRangeLengths, type RangeLengths } from './addresses.ts';
import {
  listHeld,
  packHeld,
  remediationOf,
  targetKey,
  targetOf,
  type Held,
  type Restriction,
} from './restriction.ts';

/** All that restricts one target. There are hundreds of thousands: what its key says is not said again. */
export interface Holding {
  held: Held;
  /** The one that counted when followers could last look. */
  told: Restriction | undefined;
}

/** What is in force, by target and by decision. */
export interface Holdings {
  readonly byTarget: Map<string, Holding>;
  /** One key as a rule, which then stands by itself. */
  readonly keysOf: Map<number, string | string[]>;
  readonly ranges: RangeLengths;
}

export function createHoldings(): Holdings {
  return { byTarget: new Map(), keysOf: new Map(), ranges: createRangeLengths() };
}

function restrictionOf({ decisionId, action, until }: EnforcedTarget): Restriction {
  return { decisionId, action, type: remediationOf(action), until };
}

/** Returns the key of the target. */
export function hold({ byTarget, keysOf, ranges }: Holdings, target: EnforcedTarget): string {
  const { scope, value, decisionId } = target;
  const key = targetKey(scope, value);
  const restriction = restrictionOf(target);
  const holding = byTarget.get(key);
  if (holding === undefined) {
    byTarget.set(key, { held: restriction, told: undefined });
    if (scope === 'Range') ranges.add(value);
  } else holding.held = [...listHeld(holding.held), restriction];
  const keys = keysOf.get(decisionId);
  if (typeof keys === 'object') keys.push(key);
  else keysOf.set(decisionId, keys === undefined ? key : [keys, key]);
  return key;
}

/** Lets go of all that a decision restricts; returns the keys. The holdings stay, even empty ones. */
export function release({ byTarget, keysOf }: Holdings, decisionId: number): string[] {
  const keys = [keysOf.get(decisionId) ?? []].flat();
  for (const key of keys) {
    const holding = byTarget.get(key);
    if (holding === undefined) continue;
    const left = listHeld(holding.held).filter((each) => each.decisionId !== decisionId);
    holding.held = packHeld(left);
  }
  keysOf.delete(decisionId);
  return keys;
}

/** Lets go of what has ended by `now` at one target. */
export function releaseEnded({ byTarget, keysOf }: Holdings, key: string, now: number): void {
  const holding = byTarget.get(key);
  if (holding === undefined) return;
  for (const { until, decisionId } of listHeld(holding.held)) {
    // All that one decision restricts ends at once.
    if (until <= now) keysOf.delete(decisionId);
  }
  holding.held = packHeld(listHeld(holding.held).filter(({ until }) => until > now));
}

/** Forgets a target that nothing restricts any more. */
export function forgetFree({ byTarget, ranges }: Holdings, key: string): void {
  const holding = byTarget.get(key);
  if (holding === undefined || listHeld(holding.held).length > 0) return;
  byTarget.delete(key);
  const { scope, value } = targetOf(key);
  if (scope === 'Range') ranges.remove(value);
}
