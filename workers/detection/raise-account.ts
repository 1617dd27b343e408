import type { Finding, RaisedLevel } from '../../services/contracts/finding.ts';
import {
  calibrateAccount,
  describeCalibration,
  openLevels,
  type Calibration,
} from './baselines/calibrate.ts';
import type { Profile } from './profile/profile.ts';
import type { Assessment } from './scoring/assess.ts';
import type { Detection } from './scoring/settings.ts';
import { visibilityOf } from './visibility-of.ts';

/** How an account was judged, and which levels its score reaches for the first time. */
export interface Judgement {
  readonly accountId: string;
  readonly profile: Profile;
  /** The end of the tick, in ms. */
  readonly tickAt: number;
  readonly assessment: Assessment;
  readonly levels: readonly RaisedLevel[];
  /** What its own requests say, in nats: asked only where a level is reached. */
  readonly ownScore: () => number;
}

/** The findings of the levels that are open to the account, lowest first. */
export function raiseAccount(judgement: Judgement, detection: Detection): Finding[] {
  const { profile, levels, ownScore } = judgement;
  // Most accounts are never raised: what their scores are worth is nobody's question.
  if (levels.length === 0) return [];
  const calibration = calibrateAccount(profile, ownScore(), detection);
  return openLevels(levels, calibration).map((level) => findingOf(judgement, level, calibration));
}

function findingOf(
  { accountId, profile, tickAt, assessment }: Judgement,
  level: RaisedLevel,
  calibration: Calibration,
): Finding {
  return {
    subject_kind: 'account',
    subject_id: accountId,
    campaign_id: null,
    level,
    episode: profile.episode,
    raised_at: tickAt,
    first_event_at: profile.firstAt,
    last_event_at: profile.lastAt,
    requests_seen: profile.counters.requests,
    score: assessment.score,
    reasons: [...assessment.reasons],
    sample_event_ids: [...profile.samples.payloads],
    visibility: visibilityOf(profile),
    ...describeCalibration(calibration, profile),
  };
}
