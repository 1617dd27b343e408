import fc from 'fast-check';
import t from 'tap';
import { z } from 'zod';
import type { Detector, Signal } from '../../../../workers/detection/scoring/define-detector.ts';
import {
  quantities,
  situationOf,
  situations,
  valuesOf,
  withValue,
  type Given,
  type Quantity,
  type Situation,
} from './situations.ts';

/** Evidence as a share of the weight, -1 to 1, or its sign, or null for silence. */
export type Expected = null | 'positive' | 'negative' | number;

export interface DetectorFacts {
  /** What the detector is made for. Cases say what differs from it. */
  readonly typical: Given;
  readonly cases: readonly (readonly [name: string, given: Given, expected: Expected])[];
  /** More of these never lowers the evidence; less of it never raises it. */
  readonly raisedBy?: readonly Quantity[];
  /** More of these never raises the evidence. Whatever is in neither list changes nothing. */
  readonly loweredBy?: readonly Quantity[];
}

const weighted = z.looseObject({ weight: z.number().positive() });

/** Tests a detector by its table of cases and by the properties that hold for every detector. */
export function checkDetector(detector: Detector, facts: DetectorFacts): void {
  const settings = detector.settings.parse({});
  const { weight } = weighted.parse(settings);
  const evidenceOf = (situation: Situation) =>
    detect(detector, situation, settings)?.logLikelihoodRatio ?? 0;

  for (const [name, given, expected] of facts.cases) {
    t.test(`${name}: ${describe(expected)}`, async (t) => {
      const signal = detect(detector, situationOf(given, facts.typical), settings);
      const share = signal === null ? null : signal.logLikelihoodRatio / weight;
      t.ok(isAsExpected(share, expected), `evidence is ${String(share)} of the weight`);
    });
  }

  const typical = facts.cases.map(([, given]) => situationOf(given, facts.typical));
  const any = fc.oneof(situations, fc.constantFrom(...typical));

  t.test('evidence stays within the weight and all its numbers are finite', async () => {
    fc.assert(
      fc.property(any, fc.double({ min: 0.1, max: 20, noNaN: true }), (situation, otherWeight) => {
        const signal = detect(detector, situation, {
          ...weighted.parse(settings),
          weight: otherWeight,
        });
        if (signal === null) return true;
        const { logLikelihoodRatio, value, threshold, evidence } = signal;
        const isCounter = detector.family === 'counter';
        return (
          (isCounter ? -logLikelihoodRatio : logLikelihoodRatio) > 0 &&
          Math.abs(logLikelihoodRatio) <= otherWeight &&
          [value, threshold, ...Object.values(evidence)].every(Number.isFinite)
        );
      }),
    );
  });

  t.test('more of what speaks for it never lowers the evidence', async () => {
    const twoValues = fc.constantFrom(...quantities).chain((quantity) => {
      const value = valuesOf(quantity);
      return fc.tuple(fc.constant(quantity), value, value);
    });
    fc.assert(
      fc.property(any, twoValues, (situation, [quantity, one, other]) => {
        const less = evidenceOf(withValue(situation, quantity, Math.min(one, other)));
        const more = evidenceOf(withValue(situation, quantity, Math.max(one, other)));
        if (facts.raisedBy?.includes(quantity)) return more >= less;
        if (facts.loweredBy?.includes(quantity)) return more <= less;
        return more === less;
      }),
      { numRuns: 2000 },
    );
  });
}

function detect(detector: Detector, situation: Situation, settings: unknown): Signal | null {
  const { group, stream, neighbours, marks, ...features } = situation;
  return detector.detect(features, { group, stream, neighbours, marks }, settings);
}

function isAsExpected(share: number | null, expected: Expected): boolean {
  if (expected === null || share === null) return share === expected;
  if (expected === 'positive') return share > 0;
  if (expected === 'negative') return share < 0;
  return Math.abs(share - expected) < 0.005;
}

function describe(expected: Expected): string {
  if (expected === null) return 'silent';
  return typeof expected === 'string' ? expected : `${expected} of the weight`;
}
