import { smallestFirst } from './smallest-first.ts';
import {
  createWordPostings,
  lengthOf,
  rarityOf,
  replaceWords,
  type Holder,
  type WordPostings,
} from './word-postings.ts';
import type { WordVector } from './word-vector.ts';

/** An account in the index. */
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

export function createWordIndex(): WordIndex {
  const holders = new Map<string, Holder>();
  const postings = createWordPostings();
  return {
    get: (accountId) => holders.get(accountId)?.entry,
    put: (entry) => {
      const holder = holders.get(entry.accountId);
      const before = holder?.entry.vector;
      const noted = holder ?? { entry };
      noted.entry = entry;
      holders.set(entry.accountId, noted);
      replaceWords(postings, noted, { before, after: entry.vector });
    },
    neighboursOf: (vector, unit, count) => {
      const candidates = smallestFirst(candidatesPerNeighbour * count);
      for (const [{ entry }, product] of productsOf(postings, vector)) {
        if (entry.unit === unit) continue;
        candidates.offer(-product / Math.sqrt(entry.vector.cells.length), entry, product);
      }
      return candidates
        .list()
        .map(({ entry, product }) => ({
          entry,
          similarity: cosineOf(postings, [vector, entry.vector], product),
        }))
        .sort((a, b) => b.similarity - a.similarity || byId(a.entry, b.entry))
        .slice(0, count);
    },
    similarityOf: (a, b) => cosineOf(postings, [a, b], productOf(postings, a, b)),
  };
}

function cosineOf(
  postings: WordPostings,
  [a, b]: readonly [WordVector, WordVector],
  product: number,
): number {
  const depth = Math.max(a.depth, b.depth);
  const both = lengthOf(postings, a, depth) * lengthOf(postings, b, depth);
  return both === 0 ? 0 : Math.min(1, product / both);
}

/** The scalar products with all that share a word. */
function productsOf(
  postings: WordPostings,
  { cells, weights }: WordVector,
): ReadonlyMap<Holder, number> {
  const products = new Map<Holder, number>();
  for (let index = 0; index < cells.length; index++) {
    const posting = postings.byCell.get(cells[index] ?? 0);
    const rarity = rarityOf(postings, posting);
    if (posting === undefined || rarity === 0) continue;
    const factor = (weights[index] ?? 0) * rarity * rarity;
    for (const [holder, weight] of posting.weights) {
      products.set(holder, (products.get(holder) ?? 0) + factor * weight);
    }
  }
  return products;
}

/** The same for one pair; both lists of cells ascend. */
function productOf(postings: WordPostings, a: WordVector, b: WordVector): number {
  let product = 0;
  let at = 0;
  for (let index = 0; index < a.cells.length; index++) {
    const cell = a.cells[index] ?? 0;
    while ((b.cells[at] ?? Infinity) < cell) at++;
    if (b.cells[at] !== cell) continue;
    const weight = (a.weights[index] ?? 0) * (b.weights[at] ?? 0);
    product += weight * rarityOf(postings, postings.byCell.get(cell)) ** 2;
  }
  return product;
}

function byId(a: WordEntry, b: WordEntry): number {
  return a.accountId < b.accountId ? -1 : 1;
}
