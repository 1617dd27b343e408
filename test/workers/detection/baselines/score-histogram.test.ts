import fc from 'fast-check';
import t from 'tap';
import {
  addScore,
  conformalP,
  countAtOrAbove,
  createScoreHistogram,
  fromSparse,
  toSparse,
} from '../../../../workers/detection/baselines/score-histogram.ts';
import { mergeHistogram } from '../../../../workers/detection/sketches/histogram.ts';

const score = fc.double({ min: -30, max: 60, noNaN: true });
const scores = fc.array(score, { minLength: 1, maxLength: 60 });

function histogramOf(given: readonly number[]) {
  const histogram = createScoreHistogram();
  for (const one of given) addScore(histogram, one);
  return histogram;
}

t.test('the p-value counts who is at or above, itself included', async (t) => {
  const honest = histogramOf([-2, -1, 0, 0.5, 3]);
  t.equal(conformalP(honest, 4), 1 / 6);
  t.equal(conformalP(honest, 3), 2 / 6);
  t.equal(conformalP(honest, 0.4), 3 / 6);
  t.equal(conformalP(honest, -50), 1);
  t.equal(conformalP(createScoreHistogram(), 99), 1, 'nothing is rare where nobody was seen');
});

t.test('it is never below one in the accounts and one, and falls with the score', async () => {
  fc.assert(
    fc.property(scores, score, score, (given, one, other) => {
      const honest = histogramOf(given);
      const [low, high] = one < other ? [one, other] : [other, one];
      const p = conformalP(honest, high);
      return p >= 1 / (given.length + 1) && p <= conformalP(honest, low);
    }),
  );
});

t.test('of accounts drawn alike at most a share r gets a p-value of r or below', async () => {
  fc.assert(
    fc.property(scores, fc.double({ min: 0.001, max: 1, noNaN: true }), (given, r) => {
      const small = given.filter((one, index) => {
        return conformalP(histogramOf(given.filter((_, other) => other !== index)), one) <= r;
      });
      return small.length <= r * given.length + 1e-9;
    }),
  );
});

t.test('merging and storing keep every count, in a bounded number of bins', async () => {
  fc.assert(
    fc.property(scores, scores, score, (left, right, at) => {
      const merged = histogramOf(left);
      mergeHistogram(merged, histogramOf(right));
      const stored = fromSparse(JSON.parse(JSON.stringify(toSparse(merged))) as [number, number][]);
      const all = histogramOf([...right, ...left]);
      const expected = countAtOrAbove(all, at);
      return all.length === 258 && countAtOrAbove(stored, at) === expected;
    }),
  );
});
