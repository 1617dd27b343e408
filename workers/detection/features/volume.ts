import { partsPerRequest } from '../profile/count-visibility.ts';
import type { Profile } from '../profile/profile.ts';
import { normalisedEntropyOf } from '../sketches/histogram-summary.ts';

export interface VolumeFeatures {
  readonly requests: number;
  /** Requests a day, with those that a sampling source left out, of the time between the first and the last, at least one day. */
  readonly perDay: number;
  /** From the first request to the last. */
  readonly days: number;
  /** Entropy of the hour of day, 0 to 1: 1 means round the clock. */
  readonly hourEntropy: number;
  /** Entropy of the log-gaps between requests, 0 to 1: low means clockwork. */
  readonly gapEntropy: number;
}

const dayMs = 86_400_000;

export function volumeOf({ counters, firstAt, lastAt, hours, gaps }: Profile): VolumeFeatures {
  const days = (lastAt - firstAt) / dayMs;
  return {
    requests: counters.requests,
    perDay: (counters.standsFor / partsPerRequest + counters.outOfWindow) / Math.max(1, days),
    days,
    hourEntropy: normalisedEntropyOf(hours),
    gapEntropy: normalisedEntropyOf(gaps),
  };
}
