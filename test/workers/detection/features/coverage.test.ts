import fc from 'fast-check';
import t from 'tap';
import { growthOf } from '../../../../workers/detection/features/coverage.ts';
import { addCell, createCoverage } from '../../../../workers/detection/sketches/coverage.ts';

function growthOfWords(words: readonly number[]): number {
  const coverage = createCoverage(192);
  for (const word of words) addCell(coverage, word);
  return growthOf(coverage);
}

/** log2 of the vocabulary over the mean vocabulary of random halves, counted out. */
function countedGrowth(words: readonly number[], random: () => number): number {
  const halves = 60;
  let seen = 0;
  for (let half = 0; half < halves; half++) {
    seen += new Set(words.filter(() => random() < 0.5)).size;
  }
  return Math.log2((new Set(words).size * halves) / seen);
}

/** Numerical Recipes' generator: from 0 up to 1. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Words by Zipf's law of this exponent, out of a million. */
function zipfWords(count: number, exponent: number, random: () => number): number[] {
  const power = 1 / (1 - exponent);
  return Array.from({ length: count }, () => Math.floor((1 - random()) ** power) % 1_000_000);
}

t.test('growth is that of the exact vocabulary while the table holds it', async () => {
  const lists = fc.array(fc.nat(150), { minLength: 40, maxLength: 400, size: 'max' });
  fc.assert(
    fc.property(lists, fc.nat(), (words, seed) => {
      return Math.abs(growthOfWords(words) - countedGrowth(words, randomFrom(seed))) < 0.12;
    }),
    { numRuns: 60 },
  );
});

t.test('growth stays near that of the exact vocabulary when the table overflows', async (t) => {
  for (const exponent of [1.3, 1.6, 2]) {
    const random = randomFrom(7);
    const words = zipfWords(20_000, exponent, random);
    const counted = countedGrowth(words, random);
    const sketched = growthOfWords(words);
    t.ok(Math.abs(sketched - counted) < 0.12, `${sketched.toFixed(3)} for ${counted.toFixed(3)}`);
  }
});

t.test('growth runs from 0 for a dry domain to 1 where every word is new', async (t) => {
  const times = (count: number, wordOf: (index: number) => number) =>
    growthOfWords(Array.from({ length: count }, (_, index) => wordOf(index)));
  t.equal(growthOfWords([]), 1);
  t.equal(
    times(150, (index) => index),
    1,
  );
  // Of 40,000 words some share a fingerprint of 20 bits.
  t.ok(times(40_000, (index) => index) > 0.97);
  t.ok(times(4000, (index) => index % 40) < 0.001);
});

t.test('growth stays in [0, 1] and saying everything again lowers it', async () => {
  const lists = fc.array(fc.nat(5000), { minLength: 1, maxLength: 600, size: 'max' });
  fc.assert(
    fc.property(lists, (words) => {
      const once = growthOfWords(words);
      const twice = growthOfWords([...words, ...words]);
      return once >= 0 && once <= 1 && twice < once;
    }),
  );
});
