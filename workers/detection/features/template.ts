import { deviationOf } from '../profile/moments.ts';
import type { Content } from '../profile/content.ts';
import type { TemplateUse } from '../profile/template-use.ts';
import { heavyHittersOf, type SpaceSaving } from '../sketches/space-saving.ts';
import { readableOf } from './readable-of.ts';
import { share } from './share.ts';

export interface TemplateFeatures {
  /** Openers that follow a template the account used at least twice before, 0 to 1. */
  readonly coverage: number;
  /** Recurring heads and tails: a pool of wrappers has many, a product has a few. */
  readonly recurringEdges: number;
  /** Share of openers under the most frequent head or tail. */
  readonly topShare: number;
  /**
   * Spread of answer sizes within a template, pooled over the templates: standard deviation of ln(1 + tokens). A product's
   * function gives answers of one size, whatever is put into it; a bank asks for a word here and an essay there.
   */
  readonly answerDeviation: number;
  /** Of the readable requests. */
  readonly systemPromptShare: number;
}

const recurringAfter = 3;
/** A deviation of fewer answers says little. */
const fewestAnswers = 5;

export function templateOf({ counters, heavy, templates }: Content): TemplateFeatures {
  const { openers } = counters;
  return {
    coverage: share(counters.templated, openers),
    recurringEdges: recurring(heavy.head) + recurring(heavy.tail),
    topShare: Math.max(topShare(heavy.head, openers), topShare(heavy.tail, openers)),
    answerDeviation: pooledDeviationOf(templates),
    systemPromptShare: share(counters.withSystemPrompt, readableOf(counters)),
  };
}

function recurring(edges: SpaceSaving): number {
  return heavyHittersOf(edges).filter(({ count, error }) => count - error >= recurringAfter).length;
}

function topShare(edges: SpaceSaving, openers: number): number {
  const top = heavyHittersOf(edges)[0];
  return top === undefined ? 0 : Math.min(1, share(top.count - top.error, openers));
}

function pooledDeviationOf(uses: readonly TemplateUse[]): number {
  let squares = 0;
  let freedom = 0;
  for (const { output } of uses) {
    if (output.count < fewestAnswers) continue;
    squares += output.count * deviationOf(output) ** 2;
    freedom += output.count - 1;
  }
  return freedom === 0 ? 0 : Math.sqrt(squares / freedom);
}
