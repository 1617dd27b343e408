import { smallestFirst } from './smallest-first.ts';
import {
  addHolder,
  createWordPostings,
  findPosted,
  lengthOf,
  rarityOf,
  replaceWords,
  type Holder,
  type PostedVector,
  type WordPostings,
} from './word-postings.ts';
import type { WordVector } from './word-vector.ts';

/** An account for the index. */
export interface WordEntry {
  readonly accountId: string;
  /** Accounts of one declared organisation are one unit, and no neighbours of each other. */
  readonly unit: string;
  /** What its own content says, in nats. */
  readonly leaning: number;
  readonly vector: WordVector;
}

/** An account in the index. */
export interface HeldEntry extends WordEntry {
  readonly vector: PostedVector;
}

export interface Neighbour {
  readonly entry: HeldEntry;
  /** Cosine of the two vectors of words, weighted by rarity (tf-idf; Salton and Buckley 1988), 0 to 1. */
  readonly similarity: number;
}

/** Which accounts use which words. A pure function of the entries that it holds, whatever the order they came in. */
export interface WordIndex {
  /** Replaces what is held of the account. */
  put(entry: WordEntry): void;
  get(accountId: string): HeldEntry | undefined;
  /** The `count` most similar accounts of other units, most similar first. */
  neighboursOf(vector: WordVector, unit: string, count: number): Neighbour[];
  similarityOf(a: PostedVector, b: PostedVector): number;
}

/** Exact similarity is computed for this many candidates to each neighbour wanted. */
const candidatesPerNeighbour = 3;

export function createWordIndex(): WordIndex {
  const holders = new Map<string, Holder>();
  /** By the numbers of their holders. */
  const entries: HeldEntry[] = [];
  const postings = createWordPostings();
  const products = createProducts();
  const get = (accountId: string): HeldEntry | undefined =>
    entries[holders.get(accountId)?.number ?? -1];
  return {
    get,
    put: (entry) => {
      const holder = holders.get(entry.accountId) ?? addHolder(postings);
      holders.set(entry.accountId, holder);
      replaceWords(postings, holder, entry.vector);
      entries[holder.number] = { ...entry, vector: holder.posted };
    },
    neighboursOf: (vector, unit, count) => {
      const posted = findPosted(postings, vector);
      const candidates = smallestFirst<HeldEntry>(candidatesPerNeighbour * count);
      products.each(postings, posted, (number, product) => {
        const entry = entries[number];
        if (entry === undefined || entry.unit === unit) return;
        candidates.offer(-product / Math.sqrt(entry.vector.cells.length), entry, product);
      });
      return candidates
        .list()
        .map(({ entry, product }) => ({
          entry,
          similarity: cosineOf(postings, [posted, entry.vector], product),
        }))
        .sort((a, b) => b.similarity - a.similarity || byId(a.entry, b.entry))
        .slice(0, count);
    },
    similarityOf: (a, b) => cosineOf(postings, [a, b], productOf(postings, a, b)),
  };
}

function cosineOf(
  postings: WordPostings,
  [a, b]: readonly [PostedVector, PostedVector],
  product: number,
): number {
  const depth = Math.max(a.depth, b.depth);
  const both = lengthOf(postings, a, depth) * lengthOf(postings, b, depth);
  return both === 0 ? 0 : Math.min(1, product / both);
}

/** The scalar products with all that share a word, by their numbers; the memory for them is kept between calls. */
function createProducts() {
  let sums = new Float64Array(1024);
  return {
    each: (
      postings: WordPostings,
      vector: PostedVector,
      visit: (number: number, product: number) => void,
    ): void => {
      if (sums.length < postings.holders) sums = new Float64Array(2 * postings.holders);
      const met: number[] = [];
      for (const [index, posting] of vector.postings.entries()) {
        const rarity = rarityOf(postings, posting);
        if (posting === undefined || rarity === 0) continue;
        const { holders, weights } = posting;
        addProducts(
          sums,
          { holders, weights, met },
          (vector.weights[index] ?? 0) * rarity * rarity,
        );
      }
      for (const number of met) {
        visit(number, sums[number] ?? 0);
        sums[number] = 0;
      }
    },
  };
}

interface SharedWord {
  readonly holders: readonly Holder[];
  readonly weights: readonly number[];
  /** Takes those whose sum was 0. */
  readonly met: number[];
}

function addProducts(
  sums: Float64Array,
  { holders, weights, met }: SharedWord,
  factor: number,
): void {
  for (let place = 0; place < holders.length; place++) {
    const number = holders[place]?.number ?? 0;
    const before = sums[number] ?? 0;
    if (before === 0) met.push(number);
    sums[number] = before + factor * (weights[place] ?? 0);
  }
}

/** The same for one pair; both lists of cells ascend. */
function productOf(postings: WordPostings, a: PostedVector, b: PostedVector): number {
  let product = 0;
  let at = 0;
  for (let index = 0; index < a.cells.length; index++) {
    const cell = a.cells[index] ?? 0;
    while ((b.cells[at] ?? Infinity) < cell) at++;
    if (b.cells[at] !== cell) continue;
    const weight = (a.weights[index] ?? 0) * (b.weights[at] ?? 0);
    product += weight * rarityOf(postings, a.postings[index]) ** 2;
  }
  return product;
}

function byId(a: HeldEntry, b: HeldEntry): number {
  return a.accountId < b.accountId ? -1 : 1;
}
