import { deepestOf, type WordVector } from './word-vector.ts';

/** One account, for good: only what changed of its words is written again. */
export interface Holder {
  /** Counts up from 0. */
  readonly number: number;
  posted: PostedVector;
  /** Where the account stands in the posting of each of its cells. */
  places: Int32Array;
}

/** For one word cell the accounts that hold it, side by side: most of the work is going through these. */
interface Posting {
  readonly holders: Holder[];
  readonly weights: number[];
  readonly deepest: number;
  /** What was computed of it last, and at which state of the postings. */
  rarity: number;
  state: number;
}

/** A vector with the postings of its cells at hand. */
export interface PostedVector extends WordVector {
  readonly postings: readonly (Posting | undefined)[];
  /** Euclidean lengths by depth, as measured at `state` of the postings. */
  readonly lengths: number[];
  state: number;
}

/** For each word cell, the accounts that hold it. */
export interface WordPostings {
  readonly byCell: Map<number, Posting>;
  /** How many accounts are sampled at each depth. */
  readonly atDepth: Float64Array;
  holders: number;
  /** Goes up with every change. */
  state: number;
}

/** Words of more accounts than this say little, and to list their holders would cost more than it tells. */
const commonShare = 0.02;
const commonAccounts = 64;
const mostHolders = 512;
const noWords: WordVector = { depth: 0, cells: new Uint32Array(0), weights: new Float64Array(0) };

export function createWordPostings(): WordPostings {
  return { byCell: new Map(), atDepth: new Float64Array(21), holders: 0, state: 0 };
}

/** Adds an account that holds no words yet. */
export function addHolder(postings: WordPostings): Holder {
  addAt(postings, noWords.depth, 1);
  const number = postings.holders++;
  return { number, posted: postedOf(noWords, []), places: new Int32Array(0) };
}

/** A vector of words to compare with those that are held. */
export function findPosted({ byCell }: WordPostings, vector: WordVector): PostedVector {
  const postings = Array.from(vector.cells, (cell) => byCell.get(cell));
  return postedOf(vector, postings);
}

function postedOf(vector: WordVector, postings: PostedVector['postings']): PostedVector {
  return { ...vector, postings, lengths: [], state: -1 };
}

/** Notes the words of an account in place of those it had before; both lists of cells ascend. */
export function replaceWords(postings: WordPostings, holder: Holder, after: WordVector): void {
  const { posted: before, places } = holder;
  const held = Array.from(after.cells, (cell) => postingOf(postings, cell));
  const newPlaces = new Int32Array(held.length);
  let old = 0;
  for (const [index, posting] of held.entries()) {
    const cell = after.cells[index] ?? 0;
    const weight = after.weights[index] ?? 0;
    for (; (before.cells[old] ?? Infinity) < cell; old++) removeFrom(before, old, places);
    const isKept = before.cells[old] === cell;
    const place = isKept ? (places[old++] ?? 0) : posting.holders.push(holder) - 1;
    posting.weights[place] = weight;
    newPlaces[index] = place;
  }
  for (; old < before.cells.length; old++) removeFrom(before, old, places);
  addAt(postings, before.depth, -1);
  addAt(postings, after.depth, 1);
  holder.posted = postedOf(after, held);
  holder.places = newPlaces;
  postings.state++;
}

/** The last holder of the posting takes the place. */
function removeFrom({ cells, postings }: PostedVector, index: number, places: Int32Array): void {
  const posting = postings[index];
  const moved = posting?.holders.pop();
  const weight = posting?.weights.pop();
  const place = places[index] ?? 0;
  if (posting === undefined || moved === undefined || place === posting.holders.length) return;
  posting.holders[place] = moved;
  posting.weights[place] = weight ?? 0;
  moved.places[placeOf(moved.posted.cells, cells[index] ?? 0)] = place;
}

/** Binary search: cells ascend. */
function placeOf(cells: Uint32Array, cell: number): number {
  let low = 0;
  let high = cells.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cells[middle] ?? 0) < cell) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** ln(accounts that could hold the cell / that do), in nats; 0 for what too many hold. */
export function rarityOf(postings: WordPostings, posting: Posting | undefined): number {
  if (posting === undefined) return 0;
  if (posting.state === postings.state) return posting.rarity;
  const count = posting.holders.length;
  let able = 0;
  for (let depth = posting.deepest; depth >= 0; depth--) able += postings.atDepth[depth] ?? 0;
  const most = Math.min(mostHolders, Math.max(commonAccounts, commonShare * able));
  posting.rarity = count < 1 || count > most ? 0 : Math.log(able / count);
  posting.state = postings.state;
  return posting.rarity;
}

/** Euclidean length over the cells held at `depth`. Between two changes many are compared with the same ones. */
export function lengthOf(postings: WordPostings, vector: PostedVector, depth: number): number {
  if (vector.state !== postings.state) {
    vector.lengths.length = 0;
    vector.state = postings.state;
  }
  return (vector.lengths[depth] ??= measure(postings, vector, depth));
}

function measure(
  postings: WordPostings,
  { cells, weights, postings: held }: PostedVector,
  depth: number,
): number {
  const mask = (1 << depth) - 1;
  let sum = 0;
  for (let index = 0; index < cells.length; index++) {
    if (((cells[index] ?? 0) & mask) !== 0) continue;
    sum += ((weights[index] ?? 0) * rarityOf(postings, held[index])) ** 2;
  }
  return Math.sqrt(sum);
}

function addAt({ atDepth }: WordPostings, depth: number, step: 1 | -1): void {
  atDepth[depth] = (atDepth[depth] ?? 0) + step;
}

function postingOf({ byCell }: WordPostings, cell: number): Posting {
  const held = byCell.get(cell);
  if (held !== undefined) return held;
  const posting = { holders: [], weights: [], deepest: deepestOf(cell), rarity: 0, state: -1 };
  byCell.set(cell, posting);
  return posting;
}
