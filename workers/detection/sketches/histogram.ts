import { profileUndecodable, type ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

/**
 * Bins that grow by the same factor. Bin 0 holds what is below `first` (negative and NaN too), bin i the values
 * from first * 2^((i-1)/perOctave) up to the next edge, the last bin everything above.
 */
export interface HistogramSpec {
  readonly first: number;
  readonly perOctave: number;
  readonly bins: number;
}

/** Counts that stop at 2^32 - 1. Adding and merging commute and associate exactly. */
export type Histogram = number[];

const largestCount = 0xffffffff;

export function createHistogram(bins: number): Histogram {
  return new Array<number>(bins).fill(0);
}

export function binOf(value: number, spec: HistogramSpec): number {
  if (!(value >= spec.first)) return 0;
  return Math.min(spec.bins - 1, 1 + Math.floor(Math.log2(value / spec.first) * spec.perOctave));
}

/** The value at which `bin` begins; 0 for bin 0. */
export function lowerEdge(bin: number, spec: HistogramSpec): number {
  return bin <= 0 ? 0 : spec.first * 2 ** ((bin - 1) / spec.perOctave);
}

export function addToBin(histogram: Histogram, bin: number, count = 1): void {
  const held = histogram[bin];
  if (held !== undefined) histogram[bin] = Math.min(largestCount, held + count);
}

export function addValue(histogram: Histogram, value: number, spec: HistogramSpec): void {
  addToBin(histogram, binOf(value, spec));
}

export function mergeHistogram(into: Histogram, from: Histogram): void {
  for (let bin = 0; bin < into.length; bin++) addToBin(into, bin, from[bin] ?? 0);
}

export function totalOf(histogram: Histogram): number {
  let total = 0;
  for (const count of histogram) total += count;
  return total;
}

/** A byte or more a bin up to the last one in use; a run of empty bins takes two. */
export function encodeHistogram(writer: ByteWriter, histogram: Histogram): void {
  let used = histogram.length;
  while (used > 0 && histogram[used - 1] === 0) used--;
  writer.varint(used);
  let bin = 0;
  while (bin < used) {
    const count = histogram[bin++] ?? 0;
    writer.varint(count);
    if (count > 0) continue;
    const start = bin;
    while (histogram[bin] === 0) bin++;
    writer.varint(bin - start);
  }
}

export function decodeHistogram(reader: ByteReader, bins: number): Histogram {
  const used = reader.varint();
  if (used > bins) throw profileUndecodable('a histogram has too many bins');
  const histogram = createHistogram(bins);
  let bin = 0;
  while (bin < used) {
    const count = reader.varint();
    if (count > largestCount) throw profileUndecodable('a count is out of range');
    histogram[bin++] = count;
    if (count === 0) bin += reader.varint();
  }
  return histogram;
}
