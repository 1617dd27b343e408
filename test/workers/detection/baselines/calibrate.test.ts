import t from 'tap';
import { assessAccount } from '../../../../workers/detection/assess-account.ts';
import { calibrate } from '../../../../workers/detection/baselines/calibrate.ts';
import { detectionFingerprint } from '../../../../workers/detection/baselines/detection-fingerprint.ts';
import { createBaselineLearner } from '../../../../workers/detection/baselines/learn-baselines.ts';
import { openBaselines } from '../../../../workers/detection/baselines/state-rate.ts';
import { createCorrelator } from '../../../../workers/detection/campaigns/create-correlator.ts';
import type { Detection } from '../../../../workers/detection/scoring/settings.ts';
import { loadDetection } from '../../../../workers/load-detection.ts';
import { featuresOf } from '../../../builders/features.ts';
import {
  bankOf,
  digestOf,
  firstTickAt,
  ordinaryAccounts,
  profileOf,
} from '../campaigns/traffic.ts';

const shipped = await loadDetection();
const dayMs = 86_400_000;

/** Low bars, so that forty requests of a bank reach both. */
function detectionWith(given: Partial<Detection['scoring']>): Detection {
  return {
    ...shipped,
    scoring: { ...shipped.scoring, review: 0.2, reviewAlone: 0.2, act: 0.3, ...given },
  };
}

const harvester = { accountId: 'a', prompts: bankOf(5, 0, 60), system: 'Answer in full.' };

function levelsOf(detection: Detection) {
  const held = {
    accountId: 'a',
    profile: profileOf(harvester),
    score: 0,
    bytes: 0,
    shadowed: null,
  };
  return assessAccount(held, firstTickAt, detection)?.findings ?? [];
}

/** What so many honest accounts like the harvester's class teach, each seen over a day. */
function learnFrom(detection: Detection, accounts: number, given = {}) {
  const learner = createBaselineLearner(detection);
  const profile = profileOf({ ...harvester, prompts: ['hello there', ...bankOf(6, 0, 40)] });
  profile.lastAt = profile.firstAt + dayMs;
  for (let index = 0; index < accounts; index++) {
    learner.add({ profile, standing: 'cleared', raisedScore: null, ...given });
  }
  return learner.finish('2026-05-04');
}

function calibrated(detection: Detection, accounts: number): Detection {
  // Their scores are put below every level: what is tried here is how many they are.
  const { snapshot } = learnFrom(detection, accounts);
  const low = { honest: [[0, accounts]] as [number, number][], undecided: [] };
  const classes = { ...snapshot.classes, standalone: low };
  const fingerprint = detectionFingerprint(detection);
  return { ...detection, baselines: openBaselines({ ...snapshot, classes }, fingerprint) };
}

t.test(
  'without a baseline the score alone opens the act level, and no rate is stated',
  async (t) => {
    const [review, act, ...more] = levelsOf(detectionWith({}));
    t.match(review, { level: 'review', client_class: 'standalone', stated_rate: null });
    t.match(act, { level: 'act', declared_client: { segment: null, contradicted: false } });
    t.same(more, []);
  },
);

t.test(
  'a class too small to state the rate is kept at review, and its bound is stated',
  async (t) => {
    const detection = detectionWith({ actRate: 0.01 });
    const few = levelsOf(calibrated(detection, 98));
    t.equal(few.length, 1);
    t.match(few[0], { level: 'review', stated_rate: { p: 1 / 99, is_bound: true, accounts: 98 } });
    const enough = levelsOf(calibrated(detection, 99));
    t.match(enough[1], { level: 'act', stated_rate: { p: 0.01, baseline: '2026-05-04' } });
  },
);

t.test('a baseline that was learned under other settings supports nothing', async (t) => {
  const detection = detectionWith({ actRate: 0.01 });
  const { snapshot } = learnFrom(detection, 500);
  const baselines = openBaselines(snapshot, 'ffffffff');
  t.match(levelsOf({ ...detection, baselines }), [{ stated_rate: { p: 1, accounts: 0 } }]);
  const moved = detectionWith({ review: 5, act: 9 });
  t.equal(detectionFingerprint(moved), detectionFingerprint(detection), 'levels are no scores');
  t.not(detectionFingerprint(detectionWith({ fewestRequests: 21 })), detectionFingerprint(moved));
});

t.test('a group is held against the class of its merged requests', async (t) => {
  const fleet = Array.from({ length: 12 }, (_, index) => ({
    ...{ accountId: `f-${index}`, prompts: bankOf(5, index * 40, 40), ip: `172.16.${index}.9` },
    system: 'Answer as the northern desk does, in full, with nothing before it.',
  }));
  const correlate = (detection: Detection) => {
    const correlator = createCorrelator(detection);
    for (const one of [...fleet, ...ordinaryAccounts()]) correlator.applyDigest(digestOf(one));
    return correlator
      .closeTick(firstTickAt)
      .findings.filter(({ subject_kind }) => subject_kind === 'campaign');
  };
  const detection = detectionWith({ act: 4.6, actRate: 0.001 });
  t.match(correlate(detection), [{ level: 'review' }, { level: 'act', declared_client: null }]);
  const held = correlate(calibrated(detection, 500));
  t.equal(held.length, 1);
  t.match(held[0], {
    level: 'review',
    client_class: 'standalone',
    stated_rate: { is_bound: true },
  });
});

t.test(
  'learning takes what was seen over a day, in the window, and the score that was raised',
  async (t) => {
    const { scoring } = shipped;
    t.match(learnFrom(shipped, 3).counts, { honest: 3 });
    t.match(learnFrom(shipped, 3, { standing: 'unflagged' }).counts, { honest: 3, young: 0 });
    const young = { standing: 'unflagged', profile: profileOf(harvester) };
    t.match(learnFrom(shipped, 3, young).counts, { honest: 0, young: 3 });
    const few = profileOf({ ...harvester, prompts: bankOf(5, 0, scoring.fewestRequests - 1) });
    t.match(learnFrom(shipped, 3, { profile: few }).counts, { honest: 0, young: 0 });
    const paid = profileOf({ ...harvester, payment: 'card-1' });
    t.match(learnFrom(shipped, 3, { profile: paid }).counts, { honest: 1, sameUnit: 2 });
    const { snapshot } = learnFrom(shipped, 1, { raisedScore: 9 });
    const baselines = openBaselines(snapshot, detectionFingerprint(shipped));
    const rate = (score: number) =>
      calibrate(featuresOf({ conversation: { followUpShare: 0 } }), score, {
        ...shipped,
        baselines,
      }).rate;
    t.match(
      [rate(8.9), rate(9.2)],
      [
        { is_bound: false, p: 1 },
        { is_bound: true, p: 0.5 },
      ],
    );
  },
);
