import type { Finding, RaisedLevel } from '../../../services/contracts/finding.ts';
import type { ShadowFinding, ShadowVerdict } from '../../../services/contracts/shadow-finding.ts';
import { assessShadow } from '../scoring/assess-shadow.ts';
import { groupLevelsOf } from '../scoring/levels-of.ts';
import type { Shadow } from '../scoring/settings.ts';
import { describeSaid, type Said } from '../scoring/shadow-said.ts';
import { anchors } from './traits.ts';
import type { CampaignUpdate, JudgedGroup } from './update-campaign.ts';

/** What the live detection has made of the group: nothing, or a campaign and the findings of this tick. */
export interface LiveGroup {
  readonly update: CampaignUpdate | undefined;
  readonly findings: readonly Finding[];
}

/**
 * What each shadow would have made of a group that the live detection has judged. The groups are those of the live
 * correlator: a challenger has other settings, and no campaigns of its own.
 */
export function shadowGroupsOf(
  group: JudgedGroup,
  live: LiveGroup,
  shadows: readonly Shadow[] = [],
): ShadowFinding[] {
  const { features, context, assessment } = group.verdict;
  return shadows.flatMap((shadow) => {
    const said = assessShadow(shadow, { features, context, live: assessment });
    const raised = groupLevelsOf(said.score, shadow.detection.scoring);
    const missed = live.findings.map(({ level }) => level);
    const finding = (level: RaisedLevel, verdict: ShadowVerdict) =>
      findingOf(group, live, { shadow, said, level, verdict });
    return [
      ...raised.map((level) => finding(level, 'raised')),
      ...missed.filter((level) => !raised.includes(level)).map((level) => finding(level, 'missed')),
    ];
  });
}

/**
 * The campaign, or what the group has in common: its rarest trait that groups form around. The same fleet, seen
 * from another of its traits or at another tick, is the same subject then.
 */
function subjectOf({ trait, verdict }: JudgedGroup, { update }: LiveGroup): string {
  if (update !== undefined) return update.after.campaignId;
  const rarest = verdict.links.find(({ family }) => anchors.has(family));
  return `group:${rarest?.trait ?? trait}`;
}

function findingOf(group: JudgedGroup, live: LiveGroup, given: Said): ShadowFinding {
  const campaign = live.update?.after;
  const members =
    given.verdict === 'missed' && campaign !== undefined ? campaign.members : group.members;
  return {
    ...describeSaid(given),
    subject_kind: 'campaign',
    subject_id: subjectOf(group, live),
    episode: 1,
    raised_at: group.tickAt,
    requests_seen: group.verdict.merged.counters.requests,
    live_score: group.verdict.assessment.score,
    live_level: campaign?.level ?? null,
    member_ids: members.map(({ accountId }) => accountId),
  };
}
