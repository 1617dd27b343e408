import type { WordEntry } from './word-index.ts';
import { deepestOf, type WordVector } from './word-vector.ts';

/** One account, for good: only what changed of its words is written again. */
export interface Holder {
  entry: WordEntry;
}

interface Posting {
  readonly weights: Map<Holder, number>;
  readonly deepest: number;
  /** What was computed of it last, and at which state of the postings. */
  rarity: number;
  state: number;
}

interface Lengths {
  readonly state: number;
  readonly byDepth: Map<number, number>;
}

/** For each word cell, the accounts that hold it. */
export interface WordPostings {
  readonly byCell: Map<number, Posting>;
  /** How many accounts are sampled at each depth. */
  readonly atDepth: Float64Array;
  readonly lengths: WeakMap<WordVector, Lengths>;
  /** Goes up with every change. */
  state: number;
}

/** Words of more accounts than this say little, and to list their holders would cost more than it tells. */
const commonShare = 0.02;
const commonAccounts = 64;
const mostHolders = 512;

export function createWordPostings(): WordPostings {
  return { byCell: new Map(), atDepth: new Float64Array(21), lengths: new WeakMap(), state: 0 };
}

/** Notes the words of an account in place of those it had before. */
export function replaceWords(
  postings: WordPostings,
  holder: Holder,
  { before, after }: { readonly before: WordVector | undefined; readonly after: WordVector },
): void {
  postings.state++;
  if (before !== undefined) {
    const isKept = new Set(after.cells);
    addAt(postings, before.depth, -1);
    for (const cell of before.cells) {
      if (!isKept.has(cell)) postings.byCell.get(cell)?.weights.delete(holder);
    }
  }
  addAt(postings, after.depth, 1);
  for (let index = 0; index < after.cells.length; index++) {
    const cell = after.cells[index] ?? 0;
    const posting = postings.byCell.get(cell) ?? emptyPosting(cell);
    posting.weights.set(holder, after.weights[index] ?? 0);
    postings.byCell.set(cell, posting);
  }
}

/** ln(accounts that could hold the cell / that do), in nats; 0 for what one account or too many hold. */
export function rarityOf(postings: WordPostings, posting: Posting | undefined): number {
  if (posting === undefined) return 0;
  if (posting.state === postings.state) return posting.rarity;
  const count = posting.weights.size;
  let able = 0;
  for (let depth = posting.deepest; depth >= 0; depth--) able += postings.atDepth[depth] ?? 0;
  const most = Math.min(mostHolders, Math.max(commonAccounts, commonShare * able));
  posting.rarity = count < 2 || count > most ? 0 : Math.log(able / count);
  posting.state = postings.state;
  return posting.rarity;
}

/** Euclidean length over the cells held at `depth`. Between two changes many are compared with the same ones. */
export function lengthOf(postings: WordPostings, vector: WordVector, depth: number): number {
  const held = postings.lengths.get(vector);
  const { state } = postings;
  const known = held?.state === state ? held : { state, byDepth: new Map<number, number>() };
  if (known !== held) postings.lengths.set(vector, known);
  const length = known.byDepth.get(depth) ?? measure(postings, vector, depth);
  known.byDepth.set(depth, length);
  return length;
}

function measure(postings: WordPostings, { cells, weights }: WordVector, depth: number): number {
  let sum = 0;
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index] ?? 0;
    if ((cell & ((1 << depth) - 1)) !== 0) continue;
    sum += ((weights[index] ?? 0) * rarityOf(postings, postings.byCell.get(cell))) ** 2;
  }
  return Math.sqrt(sum);
}

function addAt({ atDepth }: WordPostings, depth: number, step: 1 | -1): void {
  atDepth[depth] = (atDepth[depth] ?? 0) + step;
}

function emptyPosting(cell: number): Posting {
  return { weights: new Map(), deepest: deepestOf(cell), rarity: 0, state: -1 };
}
