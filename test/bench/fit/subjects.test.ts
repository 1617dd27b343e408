import t from 'tap';
import { observationsOf, type Subject } from '../../../bench/fit/subjects.ts';

function subject(kind: string, isExtraction: boolean, moments: number): Subject {
  return {
    kind,
    isExtraction,
    last: [],
    seen: Array.from({ length: moments }, () => new Float64Array(1)),
  };
}

const sumOf = (values: readonly { weight: number }[]): number =>
  values.reduce((sum, { weight }) => sum + weight, 0);

t.test(
  'extraction and honest traffic count alike, and so do the kinds of each and the accounts of a kind',
  (t) => {
    const fleet = [1, 2, 3].map((moments) => subject('hydra', true, moments));
    const subjects = [
      ...fleet,
      subject('logit_probe', true, 1),
      subject('everyday_chat', false, 4),
    ];
    const observations = observationsOf([...subjects, subject('silent', true, 0)]);
    const positive = observations.filter(({ isPositive }) => isPositive);
    t.equal(observations.length, 11);
    t.ok(Math.abs(sumOf(positive) - sumOf(observations) / 2) < 1e-9);
    t.ok(Math.abs(sumOf(positive.slice(0, 6)) - sumOf(positive.slice(6))) < 1e-9);
    t.ok(Math.abs(sumOf(positive.slice(0, 1)) - sumOf(positive.slice(1, 3))) < 1e-9);
    t.end();
  },
);
