import t from 'tap';
import { fitLogistic, type Observation } from '../../../bench/fit/fit-logistic.ts';

const none = new Float64Array(3);

/** Of `count` accounts with these inputs, `positives` are of the class sought. */
function observed(inputs: number[], [positives, count]: [number, number]): Observation[] {
  const given = Float64Array.from(inputs);
  return [
    { inputs: given, isPositive: true, weight: positives },
    { inputs: given, isPositive: false, weight: count - positives },
  ];
}

// Odds of 1 to 9 without a signal; 8 times these odds with the first; the second would lower them; the third is never seen.
const traffic = [
  ...observed([0, 0, 0], [10, 100]),
  ...observed([1, 0, 0], [80, 170]),
  ...observed([0, 1, 0], [1, 100]),
];

t.test('fitted weights are the log-odds that the traffic shows, and none is below 0', (t) => {
  const { intercept, weights } = fitLogistic(traffic.slice(0, 4), { ridge: 1e-9, prior: none });
  t.ok(Math.abs(intercept - Math.log(1 / 9)) < 1e-2, 'the intercept is the odds of the silent');
  t.ok(Math.abs((weights[0] ?? 0) - Math.log(8)) < 1e-2, 'the weight is what the signal adds');
  const all = fitLogistic(traffic, { ridge: 1e-9, prior: none });
  t.equal(all.weights[1], 0, 'a signal that speaks the other way counts for nothing');
  t.end();
});

t.test(
  'a weight that no traffic shows stays at its prior, and the order of the traffic changes nothing',
  (t) => {
    const penalty = { ridge: 1e-3, prior: Float64Array.of(0, 0, 3) };
    const { weights } = fitLogistic(traffic, penalty);
    t.equal(weights[2], 3);
    const reversed = fitLogistic(traffic.toReversed(), penalty).weights;
    for (const [index, weight] of weights.entries()) {
      t.ok(Math.abs(weight - (reversed[index] ?? 0)) < 1e-6);
    }
    const strict = fitLogistic(traffic, { ...penalty, ridge: 1 }).weights;
    t.ok(
      (strict[0] ?? 0) < (weights[0] ?? 0),
      'a stronger penalty keeps weights nearer to their prior',
    );
    t.end();
  },
);
