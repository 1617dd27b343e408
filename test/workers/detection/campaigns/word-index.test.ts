import fc from 'fast-check';
import t from 'tap';
import {
  createWordIndex,
  type Neighbour,
  type WordEntry,
  type WordIndex,
} from '../../../../workers/detection/campaigns/word-index.ts';
import {
  fingerprintOf,
  weightOf,
  wordVectorOf,
} from '../../../../workers/detection/campaigns/word-vector.ts';
import { addCell, createCoverage } from '../../../../workers/detection/sketches/coverage.ts';

interface Account {
  readonly accountId: string;
  readonly unit: string;
  readonly leaning: number;
  /** What it writes; more than `capacity` different words are sampled. */
  readonly words: readonly number[];
  readonly capacity: number;
}

function entryOf({ words, capacity, ...rest }: Account): WordEntry {
  const coverage = createCoverage(capacity);
  for (const word of words) addCell(coverage, word);
  return { ...rest, vector: wordVectorOf(coverage) };
}

const accounts: fc.Arbitrary<Account> = fc.record({
  accountId: fc.nat(17).map((id) => `a${id}`),
  unit: fc.nat(12).map((id) => `u${id}`),
  leaning: fc.integer({ min: -5, max: 5 }),
  words: fc.array(fc.nat(60), { minLength: 1, maxLength: 50 }),
  capacity: fc.constantFrom(4, 8, 64),
});
const puts = fc.array(accounts.map(entryOf), { minLength: 2, maxLength: 30, size: 'max' });

function indexOf(entries: readonly WordEntry[]): WordIndex {
  const index = createWordIndex();
  entries.forEach(index.put);
  return index;
}

/** The last that was put of each account. */
function lastOf(entries: readonly WordEntry[]): WordEntry[] {
  return [...new Map(entries.map((entry) => [entry.accountId, entry])).values()];
}

const couldHold = (word: number, depth: number) => word % 2 ** depth === 0;

/** Of a word by its fingerprint, in one account; 0 where it is not held. */
function weightIn({ vector }: WordEntry, word: number): number {
  const cell = vector.cells.find((held) => fingerprintOf(held) === word);
  return cell === undefined ? 0 : weightOf(cell);
}

/** Cosine over the words that both could hold, weighted by rarity, from the lists themselves. */
function similarityFrom(all: readonly WordEntry[], a: WordEntry, b: WordEntry): number {
  const depth = Math.max(a.vector.depth, b.vector.depth);
  const rarity = (word: number) => {
    const able = all.filter(({ vector }) => couldHold(word, vector.depth)).length;
    const held = all.filter((entry) => weightIn(entry, word) > 0).length;
    return held < 1 || held > 64 ? 0 : Math.log(able / held);
  };
  const product = (one: WordEntry, other: WordEntry) =>
    [...one.vector.cells]
      .map(fingerprintOf)
      .filter((word) => couldHold(word, depth))
      .map((word) => weightIn(one, word) * weightIn(other, word) * rarity(word) ** 2)
      .reduce((sum, term) => sum + term, 0);
  const lengths = Math.sqrt(product(a, a) * product(b, b));
  return lengths === 0 ? 0 : product(a, b) / lengths;
}

function areNear(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-9;
}

t.test('the similarity of two accounts is what their words say, symmetric, 0 to 1', async () => {
  fc.assert(
    fc.property(puts, (entries) => {
      const index = indexOf(entries);
      const held = lastOf(entries);
      const vectorOf = ({ accountId }: WordEntry) => {
        const entry = index.get(accountId);
        if (entry === undefined) throw new RangeError('what was put is held');
        return entry.vector;
      };
      return held.every((a) =>
        held.every((b) => {
          const similarity = index.similarityOf(vectorOf(a), vectorOf(b));
          const isInRange = similarity >= 0 && similarity <= 1;
          const isSymmetric = similarity === index.similarityOf(vectorOf(b), vectorOf(a));
          return isInRange && isSymmetric && areNear(similarity, similarityFrom(held, a, b));
        }),
      );
    }),
    { numRuns: 60 },
  );
});

t.test('the neighbours are the most similar accounts of other units, best first', async () => {
  fc.assert(
    fc.property(puts, accounts.map(entryOf), fc.nat(10), (entries, asked, more) => {
      const held = lastOf(entries);
      // With a third of all asked for, every account is a candidate and the answer is exact.
      const count = Math.ceil(held.length / 3) + more;
      const found = indexOf(entries).neighboursOf(asked.vector, asked.unit, count);
      const wanted = held
        .filter(({ unit }) => unit !== asked.unit)
        .map((entry) => similarityFrom(held, asked, entry))
        .filter((similarity) => similarity > 1e-12)
        .sort((a, b) => b - a)
        .slice(0, count);
      const areWanted = found.every(
        ({ entry, similarity }, place) =>
          entry.unit !== asked.unit &&
          areNear(similarity, wanted[place] ?? -1) &&
          areNear(similarity, similarityFrom(held, asked, entry)),
      );
      return areWanted && found.length === wanted.length;
    }),
  );
});

function namesOf(neighbours: readonly Neighbour[]): string {
  return neighbours.map(({ entry, similarity }) => `${entry.accountId} ${similarity}`).join();
}

t.test('answers depend on what is held, not on how it came to be held', async () => {
  const histories = puts.chain((entries) => {
    const held = lastOf(entries);
    const shuffled = fc.shuffledSubarray(held, { minLength: held.length });
    return fc.tuple(fc.constant(entries), shuffled, fc.integer({ min: 1, max: 5 }));
  });
  fc.assert(
    fc.property(histories, ([entries, shuffled, count]) => {
      const replaced = indexOf(entries);
      const fresh = indexOf(shuffled);
      return shuffled.every(
        ({ vector, unit }) =>
          namesOf(replaced.neighboursOf(vector, unit, count)) ===
          namesOf(fresh.neighboursOf(vector, unit, count)),
      );
    }),
  );
});

t.test('copies have the similarity 1, and accounts of one unit are no neighbours', async (t) => {
  const account = (name: string, from: number, unit = name) =>
    entryOf({
      accountId: name,
      unit,
      leaning: 0,
      words: Array.from({ length: 40 }, (_, word) => from + word),
      capacity: 64,
    });
  const a = account('a', 0);
  const others = [account('copy', 0), account('kin', 0, 'a'), account('half', 20)];
  const index = indexOf([a, ...others, account('stranger', 1000)]);
  const found = index.neighboursOf(a.vector, a.unit, 10);
  t.same(
    found.map(({ entry }) => entry.accountId),
    ['copy', 'half'],
  );
  t.ok(areNear(found[0]?.similarity ?? 0, 1));
  t.ok((found[1]?.similarity ?? 1) < 0.9);
  t.equal(index.get('kin')?.unit, 'a');
});

t.test('a word of more than 64 accounts and 2 % of them says nothing', async (t) => {
  const pairOf = (holders: number) => {
    const entries = Array.from({ length: 1000 }, (_, index) =>
      entryOf({
        accountId: `a${String(index).padStart(3, '0')}`,
        unit: `u${index}`,
        leaning: 0,
        words: [index < holders ? 1 : 10_000 + index],
        capacity: 64,
      }),
    );
    const [a] = entries;
    return a === undefined ? [] : indexOf(entries).neighboursOf(a.vector, a.unit, 5);
  };
  t.equal(pairOf(64).length, 5);
  t.same(pairOf(65), []);
});
