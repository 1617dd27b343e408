import type { MarkFacts } from '../scoring/define-detector.ts';
import type { Indicators } from './indicators.ts';
import { familyOf, isRare } from './shared-links.ts';
import type { TombstoneIndex } from './tombstones.ts';
import type { TraitIndex } from './trait-index.ts';
import { kindOf } from './traits.ts';

export interface MarkSources {
  readonly accounts: TraitIndex;
  readonly tombstones: TombstoneIndex;
  readonly indicators: Indicators | undefined;
}

/** Who carries which traits, and at which event time (ms) that is asked. */
export interface Carriers {
  readonly accountIds: readonly string[];
  readonly traits: readonly string[];
  readonly at: number;
}

/** Which of these traits stand for trouble elsewhere; null where none does. What many carry is nobody's mark. */
export function markFactsOf(
  { accounts, tombstones, indicators }: MarkSources,
  { accountIds, traits, at }: Carriers,
): MarkFacts | null {
  const units = accounts.unitCount();
  const rare = traits.filter((trait) =>
    isRare(familyOf(trait), Math.log(units / Math.max(1, accounts.countOf(trait).accounts))),
  );
  const buried = rare.filter((trait) => tombstones.isMarked(trait, accountIds, at));
  const reported = rare.filter((trait) => (indicators?.get(trait) ?? 0) > at);
  if (buried.length + reported.length === 0) return null;
  const kinds = new Set(buried.map((trait) => kindOf[familyOf(trait)]));
  const hasTemplate = kinds.delete('template');
  return {
    tombstonedTemplates: hasTemplate ? 1 : 0,
    tombstonedKinds: kinds.size,
    indicatorKinds: new Set(reported.map((trait) => kindOf[familyOf(trait)])).size,
  };
}
