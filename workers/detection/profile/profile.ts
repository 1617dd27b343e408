import { createBottomK, type BottomK } from '../sketches/bottom-k.ts';
import { createHistogram, type Histogram, type HistogramSpec } from '../sketches/histogram.ts';
import { createContent, record, type Content, type ContentSizes } from './content.ts';
import type { ModelUse } from './model-use.ts';
import type { SubStream } from './sub-stream.ts';

/** Of the heavy hitters, `system`, `longHead` and `longTail` are what a fleet's controller writes. */
export const accountSizes: ContentSizes = {
  words: 192,
  templates: 8,
  heavy: {
    system: 6,
    longHead: 8,
    longTail: 8,
    head: 12,
    tail: 12,
    parameters: 4,
    network: 4,
    fingerprint: 4,
    model: 4,
  },
};

/** Hashes of what the provider knows of the account; 0 where nothing is known. */
export const identityNames = ['org', 'payment', 'signupNetwork', 'emailDomain', 'phone'] as const;
export type IdentityName = (typeof identityNames)[number];

/** Gaps between requests in seconds, from a second to about two weeks. */
export const gapSpec: HistogramSpec = { first: 1, perOctave: 1, bins: 22 };
export const itemLimit = 32;
export const sampleLimit = 5;
/** Activity is noted in slots of ten minutes: a queue that feeds several accounts fills the same ones. */
export const slotMs = 600_000;
export const slotLimit = 64;

/** A bounded, mergeable summary of all that one account has sent. */
export interface Profile extends Content {
  readonly identity: Record<IdentityName, number>;
  /** Kept from the moment a second client configuration was seen; the first one of all is `firstClient`, 0 before. */
  readonly subStreams: SubStream[];
  firstClient: number;
  /** A sample of the exact requests, to tell whether two accounts replicate or partition one set. */
  readonly items: BottomK;
  readonly samples: BottomK;
  /** A sample of the slots in which there were requests, the same one for all accounts: hashes of slot numbers. */
  readonly slots: BottomK;
  /** When the account took up which model: at most `modelUseLimit` of them. */
  readonly models: ModelUse[];
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
    ...createContent(accountSizes),
    identity: record(identityNames, () => 0),
    subStreams: [],
    firstClient: 0,
    items: createBottomK(itemLimit),
    samples: createBottomK(sampleLimit),
    slots: createBottomK(slotLimit),
    models: [],
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
