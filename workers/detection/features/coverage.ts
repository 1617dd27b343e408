import type { Content } from '../profile/content.ts';
import { coverageOf } from '../sketches/coverage-summary.ts';
import type { Coverage } from '../sketches/coverage.ts';

export interface CoverageFeatures {
  readonly wordsSeen: number;
  /** Good's estimate that the next word is a new one, 0 to 1. */
  readonly unseenMass: number;
  /**
   * Heaps' exponent of the vocabulary between half of the requests and all, 0 to 1: how fast new words still come.
   * From the counts alone: the vocabulary of a random half holds a word seen c times with probability 1 - 2^-c.
   */
  readonly growth: number;
  /** Probability that two words drawn at random are the same one: high in one narrow domain. */
  readonly repeatRate: number;
}

export function coverageFeaturesOf({ words }: Content): CoverageFeatures {
  const { observations, unseenMass } = coverageOf(words);
  return {
    wordsSeen: observations,
    unseenMass,
    growth: growthOf(words),
    repeatRate: repeatRateOf(words),
  };
}

/** @see CoverageFeatures.growth; 1 when nothing was seen twice. */
export function growthOf({ cells, size }: Coverage): number {
  if (size === 0) return 1;
  let half = 0;
  for (let index = 0; index < size; index++) half += 1 - 2 ** -((cells[index] ?? 0) & 0xff);
  return Math.log2(size / half);
}

function repeatRateOf({ cells, size, observations, depth }: Coverage): number {
  let pairs = 0;
  for (let index = 0; index < size; index++) {
    const count = (cells[index] ?? 0) & 0xff;
    pairs += count * (count - 1);
  }
  return observations < 2 ? 0 : (pairs * 2 ** depth) / (observations * (observations - 1));
}
