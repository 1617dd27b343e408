import type { CampaignRecord } from './correlator.ts';

/** The campaigns known, by id and by member. A campaign keeps its identity when members come and go. */
export interface CampaignBook {
  get(campaignId: string): CampaignRecord | undefined;
  /** The campaigns that hold at least half of these accounts, or half of whose members these are; oldest first. */
  overlapping(accountIds: readonly string[]): CampaignRecord[];
  put(campaign: CampaignRecord): void;
}

export function createCampaignBook(): CampaignBook {
  const campaigns = new Map<string, CampaignRecord>();
  const byMember = new Map<string, Set<string>>();
  const put = (campaign: CampaignRecord): void => {
    const id = campaign.campaignId;
    for (const { accountId } of campaigns.get(id)?.members ?? [])
      byMember.get(accountId)?.delete(id);
    campaigns.set(id, campaign);
    if (campaign.mergedInto !== null) return;
    for (const { accountId } of campaign.members) {
      byMember.set(accountId, (byMember.get(accountId) ?? new Set()).add(id));
    }
  };
  const overlapping = (accountIds: readonly string[]): CampaignRecord[] => {
    const shared = new Map<string, number>();
    for (const id of accountIds.flatMap((accountId) => [...(byMember.get(accountId) ?? [])])) {
      shared.set(id, (shared.get(id) ?? 0) + 1);
    }
    return [...shared]
      .flatMap(([id, count]) => {
        const campaign = campaigns.get(id);
        if (campaign === undefined) return [];
        const smaller = Math.min(accountIds.length, campaign.members.length);
        return count >= smaller / 2 ? [campaign] : [];
      })
      .sort((a, b) => a.firstSeenAt - b.firstSeenAt || (a.campaignId < b.campaignId ? -1 : 1));
  };
  return { get: (campaignId) => campaigns.get(campaignId), overlapping, put };
}
