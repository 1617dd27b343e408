import t from 'tap';
import { betaQuantile, incompleteBeta } from '../../../services/statistics/incomplete-beta.ts';
import { proportion } from '../../../services/statistics/proportion.ts';

const isNear = (actual: number, expected: number, within = 1e-9) =>
  Math.abs(actual - expected) <= within;

await t.test('the incomplete beta agrees with its closed forms', async (t) => {
  for (const x of [0, 0.01, 0.3, 0.5, 0.77, 0.999, 1]) {
    t.ok(isNear(incompleteBeta(x, 1, 1), x), `uniform at ${x}`);
    t.ok(isNear(incompleteBeta(x, 1, 40), 1 - (1 - x) ** 40), `I_x(1, b) at ${x}`);
    t.ok(isNear(incompleteBeta(x, 40, 1), x ** 40), `I_x(a, 1) at ${x}`);
    t.ok(isNear(incompleteBeta(x, 3, 5) + incompleteBeta(1 - x, 5, 3), 1), `symmetry at ${x}`);
  }
  // The tail of a binomial: P(X >= 3), n = 10, p = 0.25.
  t.ok(isNear(incompleteBeta(0.25, 3, 8), 0.47440719604492188));
});

await t.test('the quantile inverts it, for counts of a large log too', async (t) => {
  for (const [a, b] of [
    [1, 1],
    [4, 997],
    [250, 250],
    [19_990, 11],
  ] as const) {
    for (const p of [0.025, 0.5, 0.975]) {
      t.ok(isNear(incompleteBeta(betaQuantile(p, a, b), a, b), p, 1e-7), `${a}, ${b}, ${p}`);
    }
  }
});

// From the tables of R's binom.test.
const known: readonly (readonly [count: number, of: number, low: number, high: number])[] = [
  [0, 10, 0, 0.308497],
  [10, 10, 0.691503, 1],
  [5, 10, 0.187086, 0.812914],
  [1, 100, 0.000253, 0.054459],
  [8, 20, 0.191191, 0.639459],
  [0, 0, 0, 1],
];

await t.test('intervals are those of Clopper and Pearson', async (t) => {
  for (const [count, of, low, high] of known) {
    const found = proportion(count, of);
    t.ok(isNear(found.low, low, 2e-6), `${count} of ${of}: low ${found.low}`);
    t.ok(isNear(found.high, high, 2e-6), `${count} of ${of}: high ${found.high}`);
  }
  t.equal(proportion(0, 0).value, null);
});
