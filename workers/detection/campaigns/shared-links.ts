import type { IndexedAccount, TraitIndex } from './trait-index.ts';
import { kindOf, type LinkFamily, type TraitFamily } from './traits.ts';

export interface SharedLink {
  readonly trait: string;
  readonly family: LinkFamily;
  /** Members that carry it. */
  readonly accounts: number;
  /** ln(units in all / units that carry it), in nats. */
  readonly rarity: number;
}

const mostLinks = 8;
/** A trait of one unit in twenty: two such together are shared by chance by one pair in four hundred. */
const rareEnough = 3;
const rareEnoughForPrompt = 2;

/** Whether a trait of this rarity (nats) is more than chance: a prompt is a text of its own. */
export function isRare(family: LinkFamily, rarity: number): boolean {
  return rarity >= (family === 'system' ? rareEnoughForPrompt : rareEnough);
}

/** Fewer units than this share things by chance. */
export const fewestUnits = 4;

/** Traits that at least half of the members carry, rarest first. */
export function sharedLinksOf(
  members: readonly IndexedAccount[],
  index: TraitIndex,
): readonly SharedLink[] {
  const uses = new Map<string, number>();
  for (const trait of members.flatMap(({ traits }) => traits)) {
    uses.set(trait, (uses.get(trait) ?? 0) + 1);
  }
  const all = index.unitCount();
  return [...uses]
    .filter(([, count]) => count >= members.length / 2)
    .map(([trait, accounts]) => {
      const rarity = Math.log(all / Math.max(1, index.countOf(trait).accounts));
      return { trait, family: familyOf(trait), accounts, rarity };
    })
    .sort((a, b) => b.rarity - a.rarity || (a.trait < b.trait ? -1 : 1))
    .slice(0, mostLinks);
}

/**
 * Whether these links make a group at all. A rare system prompt is a text of its own; anything else takes two rare
 * traits, one of them of behaviour or the two of different kinds, so that one shared address, device or popular
 * phrase never ties accounts together.
 */
export function isCohesive(links: readonly SharedLink[]): boolean {
  const rare = rareOf(links);
  if (rare.some(({ family }) => family === 'system')) return true;
  const kinds = new Set(rare.map(({ family }) => kindOf[family]));
  return rare.length >= 2 && (kinds.size >= 2 || kinds.has('template'));
}

/** How many texts the members share, and how many rare kinds of trait beside texts and programs. */
export function tiesOf(links: readonly SharedLink[]) {
  const kinds = new Set(rareOf(links).map(({ family }) => kindOf[family]));
  const texts = links.filter(({ family }) => kindOf[family] === 'template');
  kinds.delete('template');
  kinds.delete('client');
  return { sharedTexts: texts.length, otherTies: kinds.size };
}

function rareOf(links: readonly SharedLink[]): readonly SharedLink[] {
  return links.filter(({ family, rarity }) => isRare(family, rarity));
}

/**
 * The members that a rare prompt holds, or more than one other rare link: who shares a single phrase or address with
 * a fleet is no part of it.
 */
export function coreOf(
  members: readonly IndexedAccount[],
  links: readonly SharedLink[],
): readonly IndexedAccount[] {
  const rare = links.filter(({ rarity }) => rarity >= rareEnoughForPrompt);
  return members.filter(({ traits }) => {
    const carried = rare.filter(({ trait }) => traits.includes(trait));
    return carried.length >= 2 || carried.some(({ family }) => family === 'system');
  });
}

/** Links of so large a share of the members tell those who lack one apart, once there are this many members. */
const fewestToCompare = 4;
export const nearlyAll = 0.9;
/** The same, where the account's own content speaks against extraction or nothing that was written ties it. */
export const most = 0.75;

/** The members: they carry every link that `share` of them carry. Strangers, whom chance brought in, lack one. */
export function withoutStrangers(
  accounts: readonly IndexedAccount[],
  links: readonly SharedLink[],
  share: typeof nearlyAll | typeof most,
): readonly IndexedAccount[] {
  if (accounts.length < fewestToCompare) return accounts;
  const shareOf = (trait: string) =>
    accounts.filter(({ traits }) => traits.includes(trait)).length / accounts.length;
  const shares = links.map(({ trait }) => ({ trait, carriers: shareOf(trait) }));
  return accounts.filter(({ traits, leaning }) =>
    shares
      .filter(({ carriers }) => carriers >= (leaning < 0 ? most : share))
      .every(({ trait }) => traits.includes(trait)),
  );
}

export function familyOf(trait: string): TraitFamily {
  return trait.slice(0, trait.indexOf(':')) as TraitFamily;
}
