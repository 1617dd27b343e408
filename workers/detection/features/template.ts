import type { Profile } from '../profile/profile.ts';
import { heavyHittersOf, type SpaceSaving } from '../sketches/space-saving.ts';
import { share } from './share.ts';

export interface TemplateFeatures {
  /** Openers that follow a template the account used at least twice before, 0 to 1. */
  readonly coverage: number;
  /** Recurring heads and tails: a pool of wrappers has many, a product has a few. */
  readonly recurringEdges: number;
  /** Share of openers under the most frequent head or tail. */
  readonly topShare: number;
  readonly systemPromptShare: number;
}

const recurringAfter = 3;

export function templateOf({ counters, heavy }: Profile): TemplateFeatures {
  const { openers, requests } = counters;
  return {
    coverage: share(counters.templated, openers),
    recurringEdges: recurring(heavy.head) + recurring(heavy.tail),
    topShare: Math.max(topShare(heavy.head, openers), topShare(heavy.tail, openers)),
    systemPromptShare: share(counters.withSystemPrompt, requests),
  };
}

function recurring(edges: SpaceSaving): number {
  return heavyHittersOf(edges).filter(({ count, error }) => count - error >= recurringAfter).length;
}

function topShare(edges: SpaceSaving, openers: number): number {
  const top = heavyHittersOf(edges)[0];
  return top === undefined ? 0 : Math.min(1, share(top.count - top.error, openers));
}
