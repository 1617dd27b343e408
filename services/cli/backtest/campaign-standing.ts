import type { CampaignRecord } from '../../../workers/detection/campaigns/correlator.ts';

/** The campaigns as they stand: a merged one lives on in the one that took it. */
export interface CampaignStanding {
  add(campaign: CampaignRecord): void;
  /** The strongest campaign at a level that holds the account. */
  find(accountId: string): CampaignRecord | undefined;
  /** The accounts of each campaign that has reached a level. */
  listMembers(): ReadonlyMap<string, readonly string[]>;
  readonly count: number;
}

const isLive = ({ mergedInto }: CampaignRecord) => mergedInto === null;

export function isRaised(campaign: CampaignRecord): boolean {
  return isLive(campaign) && campaign.level !== null;
}

function strongestByMember(campaigns: readonly CampaignRecord[]): Map<string, CampaignRecord> {
  const strongest = new Map<string, CampaignRecord>();
  for (const campaign of campaigns) {
    for (const { accountId } of campaign.members) {
      const held = strongest.get(accountId);
      if (held === undefined || campaign.score > held.score) strongest.set(accountId, campaign);
    }
  }
  return strongest;
}

export function createCampaignStanding(): CampaignStanding {
  const campaigns = new Map<string, CampaignRecord>();
  let strongest: Map<string, CampaignRecord> | undefined;
  const listRaised = () => [...campaigns.values()].filter(isRaised);
  return {
    add: (campaign) => {
      campaigns.set(campaign.campaignId, campaign);
      strongest = undefined;
    },
    find: (accountId) => (strongest ??= strongestByMember(listRaised())).get(accountId),
    listMembers: () =>
      new Map(
        listRaised().map(({ campaignId, members }) => [
          campaignId,
          members.map(({ accountId }) => accountId),
        ]),
      ),
    get count() {
      return [...campaigns.values()].filter(isLive).length;
    },
  };
}
