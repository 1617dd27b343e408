import { hashString32 } from '../sketches/hash.ts';
import type { ScoringSettings } from '../scoring/settings.ts';
import type { CampaignBook } from './campaign-book.ts';
import type { CampaignLink, CampaignMember, CampaignRecord } from './correlator.ts';
import type { GroupVerdict } from './judge-group.ts';
import type { IndexedAccount } from './trait-index.ts';

export interface JudgedGroup {
  readonly trait: string;
  readonly members: readonly IndexedAccount[];
  readonly verdict: GroupVerdict;
  /** Event time in ms at which this was judged. */
  readonly tickAt: number;
}

export interface CampaignUpdate {
  readonly before: CampaignRecord | undefined;
  readonly after: CampaignRecord;
  /** `after`, and the campaigns that were merged into it. */
  readonly changed: readonly CampaignRecord[];
}

/** Opens a campaign for the group or lets it join the one it overlaps; several become the oldest of them. */
export function updateCampaign(
  book: CampaignBook,
  group: JudgedGroup,
  settings: ScoringSettings,
): CampaignUpdate {
  const overlapping = book.overlapping(group.members.map(({ accountId }) => accountId));
  const [before, ...absorbed] = overlapping;
  const { assessment, calibration, links } = group.verdict;
  const score = Math.max(assessment.score, ...overlapping.map((campaign) => campaign.score));
  const isAct = score >= settings.act && calibration.isActSupported;
  const after: CampaignRecord = {
    campaignId: before?.campaignId ?? campaignIdOf(group),
    mergedInto: null,
    level: overlapping.some(({ level }) => level === 'act') || isAct ? 'act' : 'review',
    score,
    firstSeenAt: before?.firstSeenAt ?? group.tickAt,
    members: membersOf(overlapping, group),
    links: linksOf(overlapping, links),
  };
  const merged = absorbed.map((campaign) => ({ ...campaign, mergedInto: after.campaignId }));
  merged.forEach(book.put);
  book.put(after);
  return { before, after, changed: [...merged, after] };
}

/** Stable and unique: the trait that opened it and the tick. */
function campaignIdOf({ trait, tickAt }: JudgedGroup): string {
  const hash = hashString32(trait).toString(16).padStart(8, '0');
  return `cmp_${Math.floor(tickAt / 1000).toString(36)}_${hash}`;
}

function membersOf(
  campaigns: readonly CampaignRecord[],
  { members, verdict }: JudgedGroup,
): CampaignMember[] {
  const byAccount = new Map<string, CampaignMember>();
  for (const member of campaigns.flatMap((campaign) => campaign.members)) {
    byAccount.set(member.accountId, member);
  }
  for (const { accountId, traits } of members) {
    const carried = verdict.links.filter(
      ({ trait, family }) => family === 'activity' || traits.includes(trait),
    ).length;
    const confidence = 0.5 + (0.5 * carried) / Math.max(1, verdict.links.length);
    const known = byAccount.get(accountId)?.confidence ?? 0;
    byAccount.set(accountId, {
      accountId,
      confidence: Math.max(known, Math.round(confidence * 100) / 100),
      reasons: [],
    });
  }
  return [...byAccount.values()].sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
}

function linksOf(
  campaigns: readonly CampaignRecord[],
  links: GroupVerdict['links'],
): CampaignLink[] {
  const byTrait = new Map<string, CampaignLink>();
  for (const link of campaigns.flatMap((campaign) => campaign.links)) byTrait.set(link.trait, link);
  for (const link of links) byTrait.set(link.trait, link);
  return [...byTrait.values()].sort((a, b) => b.rarity - a.rarity).slice(0, 16);
}
