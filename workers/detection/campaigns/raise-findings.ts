import type { Finding, RaisedLevel } from '../../../services/contracts/finding.ts';
import { describeCalibration } from '../baselines/calibrate.ts';
import { visibilityOf } from '../visibility-of.ts';
import type { GroupVerdict } from './judge-group.ts';
import type { CampaignUpdate } from './update-campaign.ts';

/** One finding for each level that the campaign reached at this tick for the first time. */
export function raiseFindings(
  { before, after }: CampaignUpdate,
  verdict: GroupVerdict,
  tickAt: number,
): Finding[] {
  return newLevels(before?.level ?? null, after.level).map((level) =>
    findingOf(after.campaignId, level, { verdict, tickAt }),
  );
}

/** The level that the campaign was raised to before and still has; null when it was not, or a level is new. */
export function standingFindingOf(
  { before, after }: CampaignUpdate,
  verdict: GroupVerdict,
  tickAt: number,
): Finding | null {
  const isStanding = after.level !== null && before?.level === after.level;
  return isStanding ? findingOf(after.campaignId, after.level, { verdict, tickAt }) : null;
}

interface Grounds {
  readonly verdict: GroupVerdict;
  readonly tickAt: number;
}

function findingOf(
  campaignId: string,
  level: RaisedLevel,
  { verdict: { merged, assessment, calibration }, tickAt }: Grounds,
): Finding {
  return {
    subject_kind: 'campaign',
    subject_id: campaignId,
    campaign_id: campaignId,
    level,
    episode: 1,
    raised_at: tickAt,
    first_event_at: merged.firstAt,
    last_event_at: merged.lastAt,
    requests_seen: merged.counters.requests,
    score: assessment.score,
    reasons: [...assessment.reasons],
    sample_event_ids: [...merged.samples.payloads],
    visibility: visibilityOf(merged),
    ...describeCalibration(calibration, null),
  };
}

function newLevels(before: RaisedLevel | null, after: RaisedLevel | null): RaisedLevel[] {
  if (after === null || before === 'act') return [];
  const reached: RaisedLevel[] = after === 'act' ? ['review', 'act'] : ['review'];
  return reached.filter((level) => level !== before);
}
