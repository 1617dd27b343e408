import { profileUndecodable, type ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { combine32, mix32 } from './hash.ts';

/**
 * One-permutation MinHash: each element falls into one bin and each bin keeps its smallest value
 * (Li, Owen, Zhang 2012). Values are held as 16-bit floats of 11 fraction bits (HyperMinHash, Yu and Weber
 * 2017): rounding down keeps the order, so the minimum of rounded values is the rounded minimum, and merging
 * and storing lose nothing.
 */
export type MinHash = Uint16Array;

const emptyBin = 0xffff;
const fractionBits = 11;

/** 32 bins give a similarity a standard error of at most 0.09, 64 bins 0.063; a power of two. */
export function createMinHash(bins: 32 | 64 = 32): MinHash {
  return new Uint16Array(bins).fill(emptyBin);
}

/** Adds an element by its 32-bit hash, which is mixed again. */
export function addToMinHash(sketch: MinHash, hash32: number): void {
  const bin = mix32(hash32) & (sketch.length - 1);
  // A second hash, so that the bin says nothing about the value.
  const code = roundDown(combine32(hash32, 1));
  if (code < (sketch[bin] ?? 0)) sketch[bin] = code;
}

/** Makes `into` the sketch of the union. Commutative and associative, exactly. */
export function mergeMinHash(into: MinHash, from: MinHash): void {
  for (let bin = 0; bin < into.length; bin++) {
    into[bin] = Math.min(into[bin] ?? emptyBin, from[bin] ?? emptyBin);
  }
}

/**
 * The Jaccard similarity of two sets, from 0 to 1: equal bins over bins that either set fills, which is free of
 * bias without densification. Rounding makes unequal bins equal with a probability below 2^-11. 0 when both are empty.
 */
export function similarityOf(a: MinHash, b: MinHash): number {
  let filled = 0;
  let equal = 0;
  for (let bin = 0; bin < a.length; bin++) {
    if (a[bin] === emptyBin && b[bin] === emptyBin) continue;
    filled++;
    if (a[bin] === b[bin]) equal++;
  }
  return filled === 0 ? 0 : equal / filled;
}

/**
 * A copy in which every empty bin borrows from a filled one (optimal densification, Shrivastava 2017), for hash
 * tables over groups of bins. It cannot be merged any more; an empty sketch stays empty.
 */
export function densifyMinHash(sketch: MinHash): MinHash {
  const dense = sketch.slice();
  if (sketch.every((code) => code === emptyBin)) return dense;
  for (let bin = 0; bin < sketch.length; bin++) {
    for (let attempt = 1; dense[bin] === emptyBin; attempt++) {
      dense[bin] = sketch[combine32(bin, attempt) & (sketch.length - 1)] ?? emptyBin;
    }
  }
  return dense;
}

/** One bit a bin and two bytes a filled bin: at most 68 bytes for 32 bins. */
export function encodeMinHash(writer: ByteWriter, sketch: MinHash): void {
  for (let start = 0; start < sketch.length; start += 8) {
    let filled = 0;
    for (let bit = 0; bit < 8; bit++) {
      if (sketch[start + bit] !== emptyBin) filled |= 1 << bit;
    }
    writer.u8(filled);
  }
  for (const code of sketch) if (code !== emptyBin) writer.u16(code);
}

export function decodeMinHash(reader: ByteReader, bins: 32 | 64 = 32): MinHash {
  const filled = reader.bytes(bins / 8);
  const sketch = createMinHash(bins);
  for (let bin = 0; bin < bins; bin++) {
    if (((filled[bin >>> 3] ?? 0) & (1 << (bin & 7))) === 0) continue;
    const code = reader.u16();
    if (code === emptyBin) throw profileUndecodable('a filled bin is empty');
    sketch[bin] = code;
  }
  return sketch;
}

/** Exponent and the leading 11 bits after the first one; never above 45,055. */
function roundDown(value: number): number {
  const shift = 31 - Math.clz32(value) - fractionBits;
  if (shift < 0) return value;
  return ((shift + 1) << fractionBits) | ((value >>> shift) & ((1 << fractionBits) - 1));
}
