import { itemBits } from './holder-list.ts';
import { smallestFirst } from './smallest-first.ts';
import { createWordPostings, type WordPostings } from './word-postings.ts';
import { createVectorLengths, productOf, type VectorLengths } from './word-similarity.ts';
import { fingerprintOf, weightOf, type WordVector } from './word-vector.ts';

/** An account for the index. */
export interface WordEntry {
  readonly accountId: string;
  /** Accounts of one declared organisation are one unit, and no neighbours of each other. */
  readonly unit: string;
  /** What its own content says, in nats. */
  readonly leaning: number;
  readonly vector: WordVector;
}

export interface Neighbour {
  readonly entry: WordEntry;
  /** Cosine of the two vectors of words, weighted by rarity (tf-idf; Salton and Buckley 1988), 0 to 1. */
  readonly similarity: number;
}

/** Which accounts use which words. A pure function of the entries that it holds, whatever the order they came in. */
export interface WordIndex {
  /** Replaces what is held of the account. */
  put(entry: WordEntry): void;
  get(accountId: string): WordEntry | undefined;
  /** The `count` most similar accounts of other units, most similar first. */
  neighboursOf(vector: WordVector, unit: string, count: number): Neighbour[];
  similarityOf(a: WordVector, b: WordVector): number;
}

/** Exact similarity is computed for this many candidates to each neighbour wanted. */
const candidatesPerNeighbour = 3;
/**
 * Candidates are those met among so many holders of the rarest words: in a population of a million nearly every word
 * has hundreds of holders, and the common ones of them decide nothing. Below 4,000 accounts all holders are met.
 */
const mostMet = 16_384;

export function createWordIndex(): WordIndex {
  const numbers = new Map<string, number>();
  const entries: WordEntry[] = [];
  const postings = createWordPostings();
  const products = createProducts(postings);
  const lengths = createVectorLengths(postings);
  const similarityOf = (a: WordVector, b: WordVector): number =>
    cosineOf(postings, lengths, [a, b]);
  return {
    get: (accountId) => entries[numbers.get(accountId) ?? -1],
    put: (entry) => {
      const number = numbers.get(entry.accountId) ?? numbers.size;
      numbers.set(entry.accountId, number);
      postings.replace(number, entry.vector);
      entries[number] = entry;
    },
    neighboursOf: (vector, unit, count) => {
      const candidates = smallestFirst<WordEntry>(candidatesPerNeighbour * count);
      products.each(vector, entries.length, (number, product) => {
        const entry = entries[number];
        if (entry === undefined || entry.unit === unit) return;
        candidates.offer(-product / Math.sqrt(entry.vector.cells.length), entry);
      });
      return candidates
        .list()
        .map(({ entry }) => ({ entry, similarity: similarityOf(vector, entry.vector) }))
        .sort((a, b) => b.similarity - a.similarity || byId(a.entry, b.entry))
        .slice(0, count);
    },
    similarityOf,
  };
}

function cosineOf(
  postings: WordPostings,
  lengths: VectorLengths,
  [a, b]: readonly [WordVector, WordVector],
): number {
  const depth = Math.max(a.depth, b.depth);
  const both = lengths.get(a, depth) * lengths.get(b, depth);
  return both === 0 ? 0 : Math.min(1, productOf(postings, a, b) / both);
}

/** The scalar products with those that share a rare word, by their numbers; the memory for them is kept between calls. */
function createProducts(postings: WordPostings) {
  let sums = new Float64Array(1024);
  const add = (cell: number, met: number[]): void => {
    const fingerprint = fingerprintOf(cell);
    const holders = postings.findHolders(fingerprint);
    if (holders === undefined) return;
    const factor = weightOf(cell) * postings.rarityOf(fingerprint) ** 2;
    const { items, size } = holders;
    for (let place = 0; place < size; place++) {
      const item = items[place] ?? 0;
      const number = item >>> itemBits;
      const before = sums[number] ?? 0;
      if (before === 0) met.push(number);
      sums[number] = before + factor * weightOf(item);
    }
  };
  return {
    each: (
      vector: WordVector,
      accounts: number,
      visit: (number: number, product: number) => void,
    ): void => {
      if (sums.length < accounts) sums = new Float64Array(2 * accounts);
      const met: number[] = [];
      for (const cell of rarestOf(postings, vector)) add(cell, met);
      for (const number of met) {
        visit(number, sums[number] ?? 0);
        sums[number] = 0;
      }
    },
  };
}

/** The words that tell accounts apart, rarest first, as many of them as have `mostMet` holders together. */
function rarestOf(postings: WordPostings, { cells }: WordVector): number[] {
  const telling = Array.from(cells, (cell) => ({
    cell,
    count: postings.countOf(fingerprintOf(cell)),
  }))
    .filter(({ cell }) => postings.rarityOf(fingerprintOf(cell)) > 0)
    .sort((a, b) => a.count - b.count || a.cell - b.cell);
  let met = 0;
  const beyond = telling.findIndex(({ count }) => (met += count) > mostMet);
  return telling.slice(0, beyond < 0 ? telling.length : beyond).map(({ cell }) => cell);
}

function byId(a: WordEntry, b: WordEntry): number {
  return a.accountId < b.accountId ? -1 : 1;
}
