import type { WordPostings } from './word-postings.ts';
import { fingerprintOf, weightOf, type WordVector } from './word-vector.ts';

/** The scalar product of two vectors of words, weighted by rarity; both lists of cells ascend. */
export function productOf(postings: WordPostings, a: WordVector, b: WordVector): number {
  let product = 0;
  let at = 0;
  for (const cell of a.cells) {
    const fingerprint = fingerprintOf(cell);
    while (at < b.cells.length && fingerprintOf(b.cells[at] ?? 0) < fingerprint) at++;
    const other = b.cells[at] ?? 0;
    if (at >= b.cells.length) break;
    if (fingerprintOf(other) !== fingerprint) continue;
    product += weightOf(cell) * weightOf(other) * postings.rarityOf(fingerprint) ** 2;
  }
  return product;
}

/** Euclidean lengths of vectors of words, over the words that are held at a depth. */
export interface VectorLengths {
  get(vector: WordVector, depth: number): number;
}

const mostKept = 65_536;

/** Between two changes many are compared with the same ones: what was measured is kept until the next change. */
export function createVectorLengths(postings: WordPostings): VectorLengths {
  const measured = new Map<WordVector, number[]>();
  let state = 0;
  return {
    get: (vector, depth) => {
      if (state !== postings.state() || measured.size >= mostKept) measured.clear();
      state = postings.state();
      const byDepth = measured.get(vector) ?? [];
      measured.set(vector, byDepth);
      return (byDepth[depth] ??= measure(postings, vector, depth));
    },
  };
}

function measure(postings: WordPostings, { cells }: WordVector, depth: number): number {
  const mask = (1 << depth) - 1;
  let sum = 0;
  for (const cell of cells) {
    const fingerprint = fingerprintOf(cell);
    if ((fingerprint & mask) !== 0) continue;
    sum += (weightOf(cell) * postings.rarityOf(fingerprint)) ** 2;
  }
  return Math.sqrt(sum);
}
