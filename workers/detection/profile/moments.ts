import type { ByteReader } from '../sketches/byte-reader.ts';
import type { ByteWriter } from '../sketches/byte-writer.ts';

/** Count, sum and sum of squares of ln(1 + x), in fixed point so that every order of adding gives the same bits. */
export interface Moments {
  count: number;
  sum: number;
  squares: number;
}

/** 2^-8 of a nat is 0.4 % of a length: finer than anything that is decided on it. */
const scale = 256;

export function createMoments(): Moments {
  return { count: 0, sum: 0, squares: 0 };
}

/** Adds a size (characters, tokens): `value` >= 0. */
export function addSize(moments: Moments, value: number): void {
  const fixed = Math.round(Math.log1p(Math.max(0, value)) * scale);
  moments.count++;
  moments.sum += fixed;
  moments.squares += fixed * fixed;
}

export function mergeMoments(into: Moments, from: Moments): void {
  into.count += from.count;
  into.sum += from.sum;
  into.squares += from.squares;
}

/** Mean of ln(1 + x); 0 for none. */
export function meanOf(moments: Moments): number {
  return moments.count === 0 ? 0 : moments.sum / moments.count / scale;
}

/** Standard deviation of ln(1 + x): scale-free, 0.7 means that sizes usually differ by a factor of 2. */
export function deviationOf(moments: Moments): number {
  if (moments.count === 0) return 0;
  const mean = moments.sum / moments.count;
  return Math.sqrt(Math.max(0, moments.squares / moments.count - mean * mean)) / scale;
}

export function encodeMoments(writer: ByteWriter, moments: Moments): void {
  writer.varint(moments.count);
  writer.varint(moments.sum);
  writer.varint(moments.squares);
}

export function decodeMoments(reader: ByteReader): Moments {
  return { count: reader.varint(), sum: reader.varint(), squares: reader.varint() };
}
