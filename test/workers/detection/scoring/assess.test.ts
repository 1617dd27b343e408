import fc from 'fast-check';
import t from 'tap';
import { z } from 'zod';
import { extractFeatures } from '../../../../workers/detection/features/features.ts';
import { createProfile } from '../../../../workers/detection/profile/profile.ts';
import { assess } from '../../../../workers/detection/scoring/assess.ts';
import {
  alone,
  defineDetector,
  type SignalFamily,
} from '../../../../workers/detection/scoring/define-detector.ts';
import {
  familyCaps,
  scoringSettings,
  type ActiveDetector,
} from '../../../../workers/detection/scoring/settings.ts';
import { loadDetection } from '../../../../workers/load-detection.ts';
import { featuresOf } from '../../../builders/features.ts';

const scoring = scoringSettings.parse({});

/** A detector that always says the same; null for silence. */
function saying(id: string, family: SignalFamily, evidence: number | null): ActiveDetector {
  const detector = defineDetector({
    id,
    family,
    title: id,
    rationale: '',
    falsePositives: '',
    runbook: '',
    settings: z.null(),
    detect: () =>
      evidence === null
        ? null
        : { logLikelihoodRatio: evidence, value: 1.234567, threshold: 0.00004, evidence: {} },
  });
  return { detector, settings: null };
}

function scoreOf(...detectors: ActiveDetector[]): number {
  return assess(featuresOf(), alone, { detectors, scoring }).score;
}

t.test('evidence adds up, counter-evidence is taken off, silence is nothing', async (t) => {
  t.equal(scoreOf(), 0);
  t.equal(scoreOf(saying('a', 'content', null)), 0);
  t.equal(scoreOf(saying('a', 'content', 2.5), saying('b', 'links', 1.25)), 3.75);
  t.equal(scoreOf(saying('a', 'content', 2.5), saying('b', 'counter', -3)), -0.5);
});

t.test('the sum of each family is cut at its cap, on either side', async (t) => {
  for (const [family, cap] of Object.entries(familyCaps) as [SignalFamily, number][]) {
    const rounded = Math.round(cap * 1e4) / 1e4;
    t.equal(scoreOf(saying('a', family, cap), saying('b', family, 1)), rounded, family);
    t.equal(scoreOf(saying('a', family, -cap), saying('b', family, -1)), -rounded, family);
    t.equal(scoreOf(saying('a', family, cap + 3), saying('b', family, -3)), rounded, family);
  }
});

const sixteenths = fc.integer({ min: -80, max: 80 }).map((value) => value / 16);
const spoken = fc.array(
  fc.tuple(fc.constantFrom<SignalFamily>('content', 'links', 'counter'), sixteenths),
  { maxLength: 6 },
);

t.test(
  'of what speaks for extraction in the content each next reason counts 0.7 of it',
  async () => {
    fc.assert(
      fc.property(spoken, (said) => {
        const detectors = said.map(([family, nats], index) => saying(`d-${index}`, family, nats));
        const { reasons } = assess(featuresOf(), alone, { detectors, scoring });
        const ofFamily = (wanted: SignalFamily) => said.filter(([family]) => family === wanted);
        const weightOf = (wanted: SignalFamily) =>
          reasons
            .filter(({ detector }) => said[Number(detector.slice(2))]?.[0] === wanted)
            .reduce((sum, { evidence_weight }) => sum + evidence_weight, 0);
        const sumOf = (wanted: SignalFamily) => ofFamily(wanted).reduce((sum, [, n]) => sum + n, 0);
        const strongestFirst = ofFamily('content')
          .map(([, nats]) => nats)
          .sort((a, b) => b - a);
        const discounted = strongestFirst.reduce(
          (sum, nats, place) => sum + (nats > 0 ? nats * 0.7 ** place : nats),
          0,
        );
        return (
          isNear(weightOf('content'), discounted) &&
          isNear(weightOf('links'), sumOf('links')) &&
          isNear(weightOf('counter'), sumOf('counter'))
        );
      }),
    );
  },
);

t.test('where no cap bites the reasons add up to the score', async (t) => {
  const counters = [saying('c', 'counter', -3), saying('d', 'counter', -2)];
  const links = [saying('e', 'links', 2), saying('f', 'links', 3)];
  const content = [saying('a', 'content', 4), saying('b', 'content', 2), saying('g', 'content', 1)];
  const detectors = [...counters, ...links, ...content];
  const { score, reasons } = assess(featuresOf(), alone, { detectors, scoring });
  t.ok(isNear(score, 4 + 0.7 * 2 + 0.49 + 5 - 5), String(score));
  t.ok(
    isNear(
      score,
      reasons.reduce((sum, { evidence_weight }) => sum + evidence_weight, 0),
    ),
  );
});

/** Each reason is rounded to four decimals. */
function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-3;
}

t.test('a cap binds its own family alone', async (t) => {
  t.equal(scoreOf(saying('a', 'content', 20), saying('b', 'probing', 20)), 18);
  t.equal(scoreOf(saying('a', 'content', 20), saying('b', 'counter', -20)), 3);
});

t.test('reasons come strongest first, then by name, rounded and not cut', async (t) => {
  const detectors = [
    saying('c', 'counter', -1),
    saying('b', 'content', 12.123449),
    saying('z', 'links', 0.5),
    saying('a', 'links', 0.5),
  ];
  const { reasons } = assess(featuresOf(), alone, { detectors, scoring });
  t.same(
    reasons.map(({ detector, evidence_weight }) => [detector, evidence_weight]),
    [
      ['b', 12.1234],
      ['a', 0.5],
      ['z', 0.5],
      ['c', -1],
    ],
  );
  t.match(reasons[0], { value: 1.2346, threshold: 0 });
});

t.test('the order of the detectors changes nothing', async () => {
  const said = fc.tuple(
    fc.constantFrom(...(Object.keys(familyCaps) as SignalFamily[])),
    fc.integer({ min: -80, max: 80 }).map((sixteenths) => sixteenths / 16),
  );
  const some = fc
    .array(said, { maxLength: 12 })
    .map((list) => list.map(([family, nats], index) => saying(`d-${index}`, family, nats)))
    .chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
  fc.assert(
    fc.property(some, ([detectors, shuffled]) => {
      const one = assess(featuresOf(), alone, { detectors, scoring });
      const other = assess(featuresOf(), alone, { detectors: shuffled, scoring });
      return JSON.stringify(one) === JSON.stringify(other);
    }),
  );
});

t.test(
  'with the shipped detectors an ordinary account and an empty one stay below review',
  async (t) => {
    const detection = await loadDetection();
    t.ok(assess(featuresOf(), alone, detection).score < 0);
    t.ok(assess(extractFeatures(createProfile()), alone, detection).score < scoring.review);
  },
);
