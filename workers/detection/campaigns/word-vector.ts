import { largestCellCount, type Coverage } from '../sketches/coverage.ts';

/**
 * The words of an account, sampled alike for all accounts: of the 20-bit fingerprints of words those whose last
 * `depth` bits are zero. Two accounts are compared on the fingerprints that both could hold.
 */
export interface WordVector {
  readonly depth: number;
  /** Ascending; fingerprint * 256 + times seen. */
  readonly cells: Uint32Array;
}

/** How many different fingerprints there are. */
export const fingerprints = 2 ** 20;
const countBits = 8;

export function wordVectorOf({ depth, size, cells }: Coverage): WordVector {
  return { depth, cells: cells.slice(0, size) };
}

export function fingerprintOf(cell: number): number {
  return cell >>> countBits;
}

export function timesSeenOf(cell: number): number {
  return cell & 0xff;
}

/** 1 + ln(times seen). */
const weights = Float64Array.from({ length: largestCellCount + 1 }, (_, times) =>
  times === 0 ? 0 : 1 + Math.log(times),
);

export function weightOf(cell: number): number {
  return weights[cell & 0xff] ?? 0;
}

/** The greatest depth at which a word is still held: the trailing zero bits of its fingerprint, 20 for 0. */
export function deepestOf(fingerprint: number): number {
  return fingerprint === 0 ? 20 : 31 - Math.clz32(fingerprint & -fingerprint);
}

/** Where a word of this fingerprint stands, or would stand. Binary search. */
export function placeOf({ cells }: WordVector, fingerprint: number): number {
  let low = 0;
  let high = cells.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fingerprintOf(cells[middle] ?? 0) < fingerprint) low = middle + 1;
    else high = middle;
  }
  return low;
}
