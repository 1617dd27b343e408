import t from 'tap';
import { z } from 'zod';
import { assess } from '../../workers/detection/scoring/assess.ts';
import { assessShadow } from '../../workers/detection/scoring/assess-shadow.ts';
import {
  alone,
  defineDetector,
  type Detector,
  type DetectorMode,
} from '../../workers/detection/scoring/define-detector.ts';
import type { DetectionSettings } from '../../workers/read-detection-settings.ts';
import { resolveDetection } from '../../workers/resolve-detection.ts';
import { featuresOf } from '../builders/features.ts';

/** Says `nats`, and is silent at 0. */
function saying(id: string, preset: number, mode?: DetectorMode): Detector {
  return defineDetector({
    ...{ id, family: 'probing', title: id, rationale: '', falsePositives: '', runbook: '' },
    ...(mode === undefined ? {} : { mode }),
    settings: z.strictObject({ nats: z.number().default(preset) }),
    detect: (_features, _context, { nats }) =>
      nats === 0 ? null : { logLikelihoodRatio: nats, value: 1, threshold: 1, evidence: {} },
  });
}

const detectors = [saying('a', 1), saying('b', 2), saying('new', 4, 'shadow')];
const resolve = (given: Partial<DetectionSettings>) =>
  resolveDetection(detectors, { scoring: {}, detectors: {}, ...given }, 'settings.json');

const features = featuresOf();
const context = alone;

/** The score of live, and of each shadow. */
function scoresOf(given: Partial<DetectionSettings>) {
  const detection = resolve(given);
  const live = assess(features, context, detection);
  const shadows = (detection.shadows ?? []).map((shadow) => [
    shadow.challenger,
    assessShadow(shadow, { features, context, live }).score,
  ]);
  return { live: live.score, ...(Object.fromEntries(shadows) as Record<string, number>) };
}

t.test(
  'a detector counts, runs in the shadow or not at all, as its file or the settings say',
  async (t) => {
    t.same(scoresOf({}), { live: 3, new: 7 });
    t.same(scoresOf({ detectors: { new: { mode: 'live' } } }), { live: 7 });
    t.same(scoresOf({ detectors: { new: { mode: 'off' } } }), { live: 3 });
    const modes = { a: { mode: 'shadow', nats: 0.5 }, b: { mode: 'off' } };
    t.same(scoresOf({ detectors: modes }), { live: 0, a: 0.5, new: 4 });
    const silent = { detectors: { new: { nats: 0 } } };
    t.same(
      scoresOf(silent),
      { live: 3, new: 3 },
      'while it is silent, the shadow says what live says',
    );
  },
);

t.test('a challenger differs from live in what it names', async (t) => {
  const off = { new: { mode: 'off' } };
  const challenger = { scoring: { act: 6 }, detectors: { b: { nats: 3 }, new: { mode: 'live' } } };
  const given = { detectors: { ...off, a: { nats: 1.5 } }, scoring: { review: 2 }, challenger };
  t.same(scoresOf(given), { live: 3.5, challenger: 8.5 });
  t.match(resolve(given).shadows?.[0]?.detection.scoring, { review: 2, act: 6 });
});

t.test('a comparison has the version of both its settings', async (t) => {
  const versionOf = (given: Partial<DetectionSettings>) => resolve(given).shadows?.[0]?.version;
  const challenger = { scoring: {}, detectors: { b: { nats: 5 } } };
  const off = { new: { mode: 'off' } };
  const first = versionOf({ detectors: off, challenger });
  t.match(first, /^[0-9a-f]{12}$/);
  t.equal(versionOf({ detectors: { ...off }, challenger }), first);
  t.not(versionOf({ detectors: { ...off, a: { nats: 9 } }, challenger }), first);
  t.not(versionOf({ detectors: off, challenger: { ...challenger, scoring: { act: 9 } } }), first);
});

t.test('wrong modes and challengers are refused by the name of their field', async (t) => {
  const refuses = (given: Partial<DetectionSettings>, message: RegExp) =>
    t.throws(() => resolve(given), { code: 'setting_invalid', message });
  refuses({ detectors: { a: { mode: 'on' } } }, /settings\.json.*detectors\.a\.mode: /);
  const early = { scoring: { fewestRequests: 3 }, detectors: {} };
  refuses({ challenger: early }, /challenger\.scoring\.fewestRequests: must not be below/);
  const unknown = { scoring: {}, detectors: { c: {} } };
  refuses({ challenger: unknown }, /challenger\.detectors\.c: no detector is called so/);
});
