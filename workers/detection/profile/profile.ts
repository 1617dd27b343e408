import { createBottomK, type BottomK } from '../sketches/bottom-k.ts';
import { createCoverage, type Coverage } from '../sketches/coverage.ts';
import { createHistogram, type Histogram, type HistogramSpec } from '../sketches/histogram.ts';
import { createHyperLogLog, type HyperLogLog } from '../sketches/hyper-log-log.ts';
import { createSpaceSaving, type SpaceSaving } from '../sketches/space-saving.ts';
import { createMoments, type Moments } from './moments.ts';
import type { SubStream } from './sub-stream.ts';

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
  /** Content cut by the gateway. */
  'truncated',
  /** From a source that logs a sample. */
  'sampled',
  /** What the requests stand for when each counts 1 / its sample rate, in sixteenths. */
  'standsFor',
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

export const coverageCells = { heads: 96, tails: 96, words: 192 } as const;
export type CoverageName = keyof typeof coverageCells;
export const coverageNames = ['heads', 'tails', 'words'] as const;

/** The heaviest values of each trait; `system`, `longHead` and `longTail` are what a fleet's controller writes. */
export const heavySlots = {
  system: 6,
  longHead: 8,
  longTail: 8,
  head: 12,
  tail: 12,
  parameters: 4,
  network: 4,
  fingerprint: 4,
  model: 4,
} as const;
export type HeavyName = keyof typeof heavySlots;
export const heavyNames = Object.keys(heavySlots) as HeavyName[];

export const momentNames = ['text', 'output', 'input', 'toolResult'] as const;
export type MomentName = (typeof momentNames)[number];

/** Hashes of what the provider knows of the account; 0 where nothing is known. */
export const identityNames = ['org', 'payment', 'signupNetwork', 'emailDomain', 'phone'] as const;
export type IdentityName = (typeof identityNames)[number];

/** Gaps between requests in seconds, from a second to about two weeks. */
export const gapSpec: HistogramSpec = { first: 1, perOctave: 1, bins: 22 };
export const subStreamLimit = 8;
export const itemLimit = 32;
export const sampleLimit = 5;

/** A bounded, mergeable summary of all that one account has sent. Holds hashes and counts, never text. */
export interface Profile {
  readonly counters: Record<CounterName, number>;
  readonly distinct: Record<DistinctName, HyperLogLog>;
  readonly coverage: Record<CoverageName, Coverage>;
  /** Replaced as a whole when profiles are merged. */
  readonly heavy: Record<HeavyName, SpaceSaving>;
  readonly moments: Record<MomentName, Moments>;
  readonly identity: Record<IdentityName, number>;
  readonly subStreams: SubStream[];
  /** A sample of the exact requests, to tell whether two accounts replicate or partition one set. */
  readonly items: BottomK;
  readonly samples: BottomK;
  readonly hours: Histogram;
  readonly gaps: Histogram;
  /** Event times in ms; 0 before the first. */
  firstAt: number;
  lastAt: number;
  createdAt: number;
  segment: number;
  isVerified: boolean;
  /** Where assessment stands: 0 none, 1 review, 2 act, and the requests at the last digest. */
  level: number;
  episode: number;
  digestedRequests: number;
  /** Requests at the last assessment: little more is no news. */
  assessedRequests: number;
}

export function createProfile(): Profile {
  return {
    counters: record(counterNames, () => 0),
    distinct: record(distinctNames, createHyperLogLog),
    coverage: record(coverageNames, (name) => createCoverage(coverageCells[name])),
    heavy: record(heavyNames, (name) => createSpaceSaving(heavySlots[name])),
    moments: record(momentNames, createMoments),
    identity: record(identityNames, () => 0),
    subStreams: [],
    items: createBottomK(itemLimit),
    samples: createBottomK(sampleLimit),
    hours: createHistogram(24),
    gaps: createHistogram(gapSpec.bins),
    firstAt: 0,
    lastAt: 0,
    createdAt: 0,
    segment: 0,
    isVerified: false,
    level: 0,
    episode: 1,
    digestedRequests: 0,
    assessedRequests: 0,
  };
}

/** An object with one value a name. */
export function record<Name extends string, Value>(
  names: readonly Name[],
  make: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;
}
