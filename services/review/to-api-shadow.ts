import type { z } from 'zod';
import type { ChallengerComparison } from '../storage/challengers.ts';
import type { ListedShadowFinding } from '../storage/shadow-finding-list.ts';
import type * as schemas from './shadow-schemas.ts';

export function toApiShadowFinding(
  finding: ListedShadowFinding,
): z.output<typeof schemas.shadowFinding> {
  return {
    id: finding.shadowFindingId,
    challenger: finding.challenger,
    version: finding.version,
    subject_kind: finding.subjectKind,
    subject_id: finding.subjectId,
    level: finding.level,
    verdict: finding.verdict,
    score: finding.score,
    live_score: finding.liveScore,
    live_level: finding.liveLevel,
    raised_at: finding.raisedAt.toISOString(),
    requests_seen: finding.requestsSeen,
    reasons: [...finding.reasons],
    member_ids: [...finding.memberIds],
  };
}

export function toApiChallenger(comparison: ChallengerComparison) {
  return {
    challenger: comparison.challenger,
    version: comparison.version,
    first_at: comparison.firstAt.toISOString(),
    last_at: comparison.lastAt.toISOString(),
    flagged_by_both: comparison.flaggedByBoth,
    flagged_by_live_alone: comparison.flaggedByLiveAlone,
    flagged_by_challenger_alone: comparison.flaggedByChallengerAlone,
  };
}
