import type { Finding, RaisedLevel } from '../../services/contracts/finding.ts';
import { calibrate, describeCalibration, type Calibration } from './baselines/calibrate.ts';
import type { HeldAccount } from './engine-state.ts';
import { extractFeatures } from './features/features.ts';
import { assess, type Assessment } from './scoring/assess.ts';
import type { Detection } from './scoring/settings.ts';

const levels: readonly RaisedLevel[] = ['review', 'act'];
/** Assessed again after 1/32 more requests: less is no news, and busy accounts would cost most. */
const newsShift = 5;

/**
 * Assesses an account at the end of a tick (`tickAt`, ms) and returns a finding for each level that it reaches for
 * the first time in this episode, or null where nothing was looked at: that depends on its own requests alone.
 */
export function assessAccount(
  held: HeldAccount,
  tickAt: number,
  detection: Detection,
): readonly Finding[] | null {
  const { profile } = held;
  // Those outside every window wake nobody, so they are no news either.
  const requests = profile.counters.requests - profile.counters.outOfWindow;
  const news = Math.max(1, profile.assessedRequests >> newsShift);
  if (requests < detection.scoring.fewestRequests) return null;
  if (requests < profile.assessedRequests + news) return null;
  profile.assessedRequests = requests;
  const features = extractFeatures(profile);
  const assessment = assess(features, { group: null }, detection);
  held.score = assessment.score;
  if (assessment.score < detection.scoring.review) return [];
  const calibration = calibrate(features, assessment.score, detection);
  const level = calibration.isActSupported && assessment.score >= detection.scoring.act ? 2 : 1;
  const reached = levels.slice(profile.level, level);
  profile.level = Math.max(profile.level, level);
  return reached.map((name) => findingOf(held, { level: name, tickAt, assessment, calibration }));
}

interface Raised {
  readonly level: RaisedLevel;
  readonly tickAt: number;
  readonly assessment: Assessment;
  readonly calibration: Calibration;
}

function findingOf({ accountId, profile }: HeldAccount, raised: Raised): Finding {
  return {
    subject_kind: 'account',
    subject_id: accountId,
    campaign_id: null,
    level: raised.level,
    episode: profile.episode,
    raised_at: raised.tickAt,
    first_event_at: profile.firstAt,
    last_event_at: profile.lastAt,
    requests_seen: profile.counters.requests,
    score: raised.assessment.score,
    reasons: [...raised.assessment.reasons],
    sample_event_ids: [...profile.samples.payloads],
    ...describeCalibration(raised.calibration, profile),
  };
}
