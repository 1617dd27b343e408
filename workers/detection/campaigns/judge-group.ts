import { extractFeatures } from '../features/features.ts';
import { mergeProfiles } from '../profile/merge-profiles.ts';
import { decodeProfile } from '../profile/profile-codec.ts';
import type { Profile } from '../profile/profile.ts';
import { assess, type Assessment } from '../scoring/assess.ts';
import type { Detection } from '../scoring/settings.ts';
import { groupFactsOf } from './group-facts.ts';
import type { IndexedAccount, TraitIndex } from './trait-index.ts';
import { kindOf, type TraitFamily } from './traits.ts';

export interface GroupVerdict {
  readonly assessment: Assessment;
  readonly merged: Profile;
  /** Traits that most members carry, rarest first. */
  readonly links: readonly {
    readonly trait: string;
    readonly accounts: number;
    readonly rarity: number;
  }[];
}

/** More members than this add cost and no certainty. */
const mergedAtMost = 256;

/** Merges the accounts that carry one trait and assesses them as if they were one account. */
export function judgeGroup(
  members: readonly IndexedAccount[],
  index: TraitIndex,
  detection: Detection,
): GroupVerdict {
  const profiles = members.slice(0, mergedAtMost).map(({ bytes }) => decodeProfile(bytes));
  const merged = mergeProfiles(profiles);
  const links = sharedLinks(members, index);
  const facts = groupFactsOf(profiles, merged, {
    units: new Set(members.map(({ unit }) => unit)).size,
    rarity: links[0]?.rarity ?? 0,
    sharedKinds: new Set(links.map(({ trait }) => kindOf[familyOf(trait)])).size,
  });
  const assessment = assess(extractFeatures(merged), { group: facts }, detection);
  return { assessment, merged, links };
}

/** Traits that at least half of the members carry. */
function sharedLinks(members: readonly IndexedAccount[], index: TraitIndex): GroupVerdict['links'] {
  const uses = new Map<string, number>();
  for (const trait of members.flatMap(({ traits }) => traits)) {
    uses.set(trait, (uses.get(trait) ?? 0) + 1);
  }
  const all = index.unitCount();
  return [...uses]
    .filter(([, count]) => count >= members.length / 2)
    .map(([trait, accounts]) => {
      const holders = new Set(index.holdersOf(trait).map(({ unit }) => unit)).size;
      return { trait, accounts, rarity: Math.log(all / Math.max(1, holders)) };
    })
    .sort((a, b) => b.rarity - a.rarity || (a.trait < b.trait ? -1 : 1))
    .slice(0, 8);
}

export function familyOf(trait: string): TraitFamily {
  return trait.slice(0, trait.indexOf(':')) as TraitFamily;
}
