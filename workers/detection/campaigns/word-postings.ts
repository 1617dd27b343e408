import { itemOf, type HolderList } from './holder-list.ts';
import { createPostedHolders, mostHolders } from './posted-holders.ts';
import {
  deepestOf,
  fingerprintOf,
  fingerprints,
  placeOf,
  timesSeenOf,
  type WordVector,
} from './word-vector.ts';

/** Which accounts, by their numbers, use which word, by its fingerprint, and how rare that is. */
export interface WordPostings {
  /** Notes the words of an account in place of those it had before. */
  replace(number: number, after: WordVector): void;
  vectorOf(number: number): WordVector | undefined;
  /** ln(accounts that could hold the word / that do), in nats; 0 for what too many hold. */
  rarityOf(fingerprint: number): number;
  /** Of a word of some rarity: its holders, each with how often it used the word. */
  findHolders(fingerprint: number): HolderList | undefined;
  /** How many hold a word, as far as that says something: more than that is all the same. */
  countOf(fingerprint: number): number;
  /** Goes up with every change. */
  state(): number;
}

/** Words of more accounts than this say little. */
const commonShare = 0.02;
const commonAccounts = 64;
const noWords: WordVector = { depth: 0, cells: new Uint32Array(0) };

export function createWordPostings(): WordPostings {
  const vectors: WordVector[] = [];
  const population = createDepthCount();
  const posted = createPostedHolders((fingerprint) => itemsOf(vectors, fingerprint));
  let state = 0;
  const rarityOf = (fingerprint: number): number => {
    const count = posted.countOf(fingerprint);
    const able = population.ableToHold(deepestOf(fingerprint));
    const most = Math.min(mostHolders, Math.max(commonAccounts, commonShare * able));
    return count < 1 || count > most ? 0 : Math.log(able / count);
  };
  const rarities = createRarityTable(rarityOf);
  return {
    replace: (number, after) => {
      const before = vectors[number];
      if (before !== undefined) population.add(before.depth, -1);
      population.add(after.depth, 1);
      repost(posted, number, [before ?? noWords, after]);
      vectors[number] = after;
      state++;
    },
    vectorOf: (number) => vectors[number],
    rarityOf: (fingerprint) => rarities.get(fingerprint, state),
    findHolders: posted.findHolders,
    countOf: posted.countOf,
    state: () => state,
  };
}

/** Only what changed is written again; both lists of cells ascend. */
function repost(
  posted: ReturnType<typeof createPostedHolders>,
  number: number,
  [before, after]: readonly [WordVector, WordVector],
): void {
  let old = 0;
  const nextOld = () => fingerprintOf(before.cells[old] ?? 0xffffffff);
  for (const cell of after.cells) {
    const fingerprint = fingerprintOf(cell);
    const item = itemOf(number, timesSeenOf(cell));
    for (; nextOld() < fingerprint; old++) posted.remove(nextOld(), item);
    if (nextOld() !== fingerprint) posted.add(fingerprint, item);
    else if (before.cells[old++] !== cell) posted.renew(fingerprint, item);
  }
  for (; old < before.cells.length; old++) posted.remove(nextOld(), itemOf(number));
}

function* itemsOf(vectors: readonly WordVector[], fingerprint: number): Generator<number> {
  for (const [number, vector] of vectors.entries()) {
    const cell = vector.cells[placeOf(vector, fingerprint)];
    if (cell === undefined || fingerprintOf(cell) !== fingerprint) continue;
    yield itemOf(number, timesSeenOf(cell));
  }
}

/** How many accounts are sampled at each depth. */
function createDepthCount() {
  const atDepth = new Float64Array(21);
  return {
    add: (depth: number, step: 1 | -1): void => {
      atDepth[depth] = (atDepth[depth] ?? 0) + step;
    },
    /** Those that would hold a word that is held up to the depth `deepest`. */
    ableToHold: (deepest: number): number => {
      let able = 0;
      for (let depth = deepest; depth >= 0; depth--) able += atDepth[depth] ?? 0;
      return able;
    },
  };
}

/** Between two changes most rarities are asked for many times. */
function createRarityTable(compute: (fingerprint: number) => number) {
  const rarities = new Float64Array(fingerprints);
  const states = new Uint32Array(fingerprints);
  return {
    get: (fingerprint: number, state: number): number => {
      if (states[fingerprint] !== state) {
        rarities[fingerprint] = compute(fingerprint);
        states[fingerprint] = state;
      }
      return rarities[fingerprint] ?? 0;
    },
  };
}
