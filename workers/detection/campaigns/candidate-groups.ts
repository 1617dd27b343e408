import { familyOf, fewestUnits } from './shared-links.ts';
import type { CarrierCount } from './trait-carriers.ts';
import { anchors } from './traits.ts';
import type { IndexedAccount, TraitIndex } from './trait-index.ts';

/** Carried by more than this share of all units, and by more than this many, a trait is a tool, a default or a tutorial. */
const commonShare = 0.06;
const commonUnits = 60;
/** Holders beyond this multiple of the units allowed are not even listed: no organisation is that large a part of them. */
const mostAccountsPerUnit = 4;
/** A group is worth another look when its members or requests passed another power of this. */
const growthStep = Math.log(1.1);

/** Decides which traits' holders are worth judging, and remembers how large they were when it did. */
export interface CandidateGroups {
  /** The holders of a trait by account id; none when they are too few, too many or hardly changed. */
  take(trait: string): readonly IndexedAccount[];
  /** From now on whoever takes this trait up or gives it up counts: it links a campaign. */
  follow(trait: string): void;
}

/** How large a group was when it was looked at, in powers of the growth step, and how many had come or gone by then. */
interface Look {
  readonly accounts: number;
  readonly requests: number;
  readonly turns: number;
}

export function createCandidateGroups(index: TraitIndex): CandidateGroups {
  const looks = new Map<string, Look>();
  const followed = new Set<string>();
  return {
    take: (trait) => {
      if (!anchors.has(familyOf(trait))) return [];
      const mostUnits = Math.max(commonUnits, commonShare * index.unitCount());
      const count = index.countOf(trait);
      const { accounts, units } = count;
      if (accounts < fewestUnits || accounts > mostAccountsPerUnit * mostUnits) return [];
      const look = lookAt(count);
      const before = looks.get(trait);
      looks.set(trait, look);
      if (before !== undefined && isSame(before, look, followed.has(trait))) return [];
      return units < fewestUnits || units > mostUnits ? [] : index.holdersOf(trait);
    },
    follow: (trait) => followed.add(trait),
  };
}

function lookAt({ accounts, requests, turns }: CarrierCount): Look {
  return { accounts: step(accounts), requests: step(requests), turns };
}

function isSame(before: Look, now: Look, isFollowed: boolean): boolean {
  if (before.accounts !== now.accounts || before.requests !== now.requests) return false;
  return !isFollowed || before.turns === now.turns;
}

function step(count: number): number {
  return Math.floor(Math.log(count + 1) / growthStep);
}
