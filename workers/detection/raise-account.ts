import type { Finding, RaisedLevel } from '../../services/contracts/finding.ts';
import { describeCalibration, type Calibration } from './baselines/calibrate.ts';
import type { Profile } from './profile/profile.ts';
import type { Assessment } from './scoring/assess.ts';
import { visibilityOf } from './visibility-of.ts';

interface Raised {
  readonly level: RaisedLevel;
  /** The end of the tick, in ms. */
  readonly tickAt: number;
  readonly assessment: Assessment;
  readonly calibration: Calibration;
}

/** The finding that an account has reached a level. */
export function findingOf(accountId: string, profile: Profile, raised: Raised): Finding {
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
    visibility: visibilityOf(profile),
    ...describeCalibration(raised.calibration, profile),
  };
}
