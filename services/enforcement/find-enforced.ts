import type { TargetScope } from '../storage/enforced-targets.ts';
import { shortestAddress } from './addresses.ts';
import type { Holdings } from './holdings.ts';
import { strictest, targetKey, targetOf, type Restriction } from './restriction.ts';

/** A target and what counts for it. */
export interface Enforced {
  readonly scope: TargetScope;
  readonly value: string;
  readonly restriction: Restriction;
}

/** What counts for a target at `now`. */
export function findRestriction(
  holdings: Holdings,
  key: string,
  now: number,
): Restriction | undefined {
  const holding = holdings.byTarget.get(key);
  return holding === undefined ? undefined : strictest(holding.held, now);
}

/** What restricts an address, itself or a network that holds it. */
export function findAround(holdings: Holdings, text: string, now: number): Enforced[] {
  const address = shortestAddress(text);
  if (address === undefined) return [];
  const named = [
    { scope: 'Ip', value: address } as const,
    ...holdings.ranges.around(address).map((value) => ({ scope: 'Range', value }) as const),
  ];
  return named.flatMap(({ scope, value }) => {
    const restriction = findRestriction(holdings, targetKey(scope, value), now);
    return restriction === undefined ? [] : [{ scope, value, restriction }];
  });
}

/** Every target that something counts for. */
export function* walk(holdings: Holdings, now: number): Generator<Enforced> {
  for (const [key, { held }] of holdings.byTarget) {
    const restriction = strictest(held, now);
    if (restriction !== undefined) yield { ...targetOf(key), restriction };
  }
}
