import type { ChallengerComparison } from '../../storage/challengers.ts';
import type { ListedShadowFinding } from '../../storage/shadow-finding-list.ts';
import { accountUrl, campaignUrl, showCount, showTime } from './format.ts';
import { showReasons, type DetectorTexts } from './show-reasons.ts';
import { pageUrl } from './page-url.ts';

interface ShadowPlace {
  readonly challenger?: string | undefined;
  readonly version?: string | undefined;
}

/** The page of one challenger, or of all. */
export function shadowUrl({ challenger, version }: ShadowPlace, cursor: string | null): string {
  return pageUrl('/shadow', { challenger, version, cursor: cursor ?? undefined });
}

function nameOf(challenger: string, texts: DetectorTexts): string {
  const title = texts.get(challenger)?.title;
  return title === undefined ? 'Challenger' : `${title} (${challenger})`;
}

export function showChallenger(comparison: ChallengerComparison, texts: DetectorTexts) {
  return {
    name: nameOf(comparison.challenger, texts),
    version: comparison.version,
    url: shadowUrl(comparison, null),
    firstAt: showTime(comparison.firstAt),
    lastAt: showTime(comparison.lastAt),
    both: showCount(comparison.flaggedByBoth),
    more: showCount(comparison.flaggedByChallengerAlone),
    less: showCount(comparison.flaggedByLiveAlone),
  };
}

/** A group that is no campaign has no page of its own. */
function subjectUrl({ subjectKind, subjectId }: ListedShadowFinding): string | null {
  if (subjectKind === 'account') return accountUrl(subjectId);
  return subjectId.startsWith('group:') ? null : campaignUrl(subjectId);
}

export function showShadowFinding(finding: ListedShadowFinding, texts: DetectorTexts) {
  const { subjectKind, subjectId, level, verdict, liveLevel, memberIds } = finding;
  return {
    id: finding.shadowFindingId,
    subject: { kind: subjectKind, id: subjectId, url: subjectUrl(finding) },
    members: memberIds.length === 0 ? null : showCount(memberIds.length),
    level,
    isRaised: verdict === 'raised',
    challenger: nameOf(finding.challenger, texts),
    version: finding.version,
    score: finding.score.toFixed(1),
    liveScore: finding.liveScore.toFixed(1),
    liveLevel,
    raisedAt: showTime(finding.raisedAt),
    requests: showCount(finding.requestsSeen),
    reasons: showReasons(finding.reasons, texts).slice(0, 3),
  };
}
