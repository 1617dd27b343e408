import { addToBin, createHistogram, totalOf, type Histogram } from '../sketches/histogram.ts';

/**
 * Counts of accounts by score: bins of an eighth of a nat from -8 to 24, one below and one above. Bounded, and
 * merging adds bin by bin.
 */
export type ScoreHistogram = Histogram;

const lowest = -8;
const binsPerNat = 8;
const bins = 2 + 32 * binsPerNat;
/** In nats. */
export const scoreBinWidth = 1 / binsPerNat;

export function createScoreHistogram(): ScoreHistogram {
  return createHistogram(bins);
}

export function scoreBinOf(score: number): number {
  const bin = 1 + Math.floor((score - lowest) * binsPerNat);
  return Math.max(0, Math.min(bins - 1, bin));
}

export function addScore(histogram: ScoreHistogram, score: number): void {
  addToBin(histogram, scoreBinOf(score));
}

/** How many score at least as high. The whole bin of the score counts: a p-value errs on the careful side. */
export function countAtOrAbove(histogram: ScoreHistogram, score: number): number {
  let count = 0;
  for (let bin = scoreBinOf(score); bin < histogram.length; bin++) count += histogram[bin] ?? 0;
  return count;
}

/**
 * The conformal p-value of a score against a calibration set: (1 + those at or above) / (accounts + 1), never below
 * 1 / (accounts + 1). If the account is as honest as those and drawn like them, p <= r happens with a probability of
 * at most r (Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World, 2005, section 2.2).
 */
export function conformalP(histogram: ScoreHistogram, score: number): number {
  return (1 + countAtOrAbove(histogram, score)) / (totalOf(histogram) + 1);
}

/** The bins in use, for storing. */
export function toSparse(histogram: ScoreHistogram): [bin: number, count: number][] {
  return histogram.flatMap((count, bin) => (count > 0 ? [[bin, count]] : []));
}

/** Bins that this version does not have are left out. */
export function fromSparse(counts: readonly (readonly [number, number])[]): ScoreHistogram {
  const histogram = createScoreHistogram();
  for (const [bin, count] of counts) addToBin(histogram, bin, count);
  return histogram;
}
