import { createCoverage, type Coverage } from '../sketches/coverage.ts';
import { createHyperLogLog, type HyperLogLog } from '../sketches/hyper-log-log.ts';
import { createSpaceSaving, type SpaceSaving } from '../sketches/space-saving.ts';
import { createMoments, type Moments } from './moments.ts';
import type { TemplateUse } from './template-use.ts';

/** What is counted. The order is the order on disk: append only, and raise `profileVersion`. */
export const counterNames = [
  'requests',
  /** First requests of a conversation with readable text. */
  'openers',
  'followUps',
  'toolTurns',
  /** Content redacted or absent: nothing can be said of these. */
  'unreadable',
  /** Event time outside the window around the reference time: counted, and kept out of everything else. */
  'outOfWindow',
  'failed',
  'questions',
  'lineBreaks',
  'numbers',
  'withSystemPrompt',
  'logprobs',
  'singleToken',
  'biased',
  'toolResults',
  'withEndUser',
  /** Openers whose head or tail had been seen in the account before. */
  'templated',
  /** Content that was cut. */
  'truncated',
  /** Requests from a source that logs a share of its traffic. */
  'sampled',
  /** Requests that these stand for, with those that a sampling source left out, in sixteenths. */
  'standsFor',
  /** Requests that name a limit to their answer of more than a word, those with a generous one, and answers that ran into it. */
  'limited',
  'generous',
  'cutShort',
] as const;
export type CounterName = (typeof counterNames)[number];

export const distinctNames = [
  'prompts',
  'systemPrompts',
  'endUsers',
  'networks',
  'userAgents',
  'biasedTokens',
  'toolResults',
  'sessions',
] as const;
export type DistinctName = (typeof distinctNames)[number];

export const heavyNames = [
  'system',
  'longHead',
  'longTail',
  'head',
  'tail',
  'parameters',
  'network',
  'fingerprint',
  'model',
] as const;
export type HeavyName = (typeof heavyNames)[number];

export const momentNames = ['text', 'output', 'input', 'toolResult'] as const;
export type MomentName = (typeof momentNames)[number];

/** How much a summary may hold. */
export interface ContentSizes {
  readonly words: number;
  readonly templates: number;
  readonly heavy: Readonly<Record<HeavyName, number>>;
}

/** A bounded, mergeable summary of requests: of an account, or of a part of them. Holds hashes and counts, never text. */
export interface Content {
  readonly counters: Record<CounterName, number>;
  readonly distinct: Record<DistinctName, HyperLogLog>;
  /** Cells of the vocabulary. */
  readonly words: Coverage;
  /** Replaced as a whole when profiles are merged. */
  readonly heavy: Record<HeavyName, SpaceSaving>;
  readonly moments: Record<MomentName, Moments>;
  readonly templates: TemplateUse[];
}

export function createContent(sizes: ContentSizes): Content {
  return {
    counters: record(counterNames, () => 0),
    distinct: record(distinctNames, createHyperLogLog),
    words: createCoverage(sizes.words),
    heavy: record(heavyNames, (name) => createSpaceSaving(sizes.heavy[name])),
    moments: record(momentNames, createMoments),
    templates: [],
  };
}

/** An object with one value a name. */
export function record<Name extends string, Value>(
  names: readonly Name[],
  make: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;
}
