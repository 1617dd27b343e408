import { familyOf, fewestUnits } from './shared-links.ts';
import { anchors } from './traits.ts';
import { unitsOf, type IndexedAccount, type TraitIndex } from './trait-index.ts';

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
  /** From now on every change of this trait's holders counts: it links a campaign. */
  follow(trait: string): void;
}

export function createCandidateGroups(index: TraitIndex): CandidateGroups {
  const sizes = new Map<string, string>();
  const followed = new Set<string>();
  return {
    take: (trait) => {
      if (!anchors.has(familyOf(trait))) return [];
      const mostUnits = Math.max(commonUnits, commonShare * index.unitCount());
      const count = index.countOf(trait);
      if (count < fewestUnits || count > mostAccountsPerUnit * mostUnits) return [];
      const members = index.holdersOf(trait);
      const size = roughSize(members);
      if (!followed.has(trait) && sizes.get(trait) === size) return [];
      sizes.set(trait, size);
      const units = unitsOf(members);
      return units < fewestUnits || units > mostUnits ? [] : members;
    },
    follow: (trait) => followed.add(trait),
  };
}

function roughSize(members: readonly IndexedAccount[]): string {
  return `${step(members.length)}:${step(requestsOf(members))}`;
}

function requestsOf(members: readonly IndexedAccount[]): number {
  return members.reduce((sum, member) => sum + member.requests, 0);
}

function step(count: number): string {
  return String(Math.floor(Math.log(count + 1) / growthStep));
}
