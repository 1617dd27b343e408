import type {
  CampaignDetail,
  ListedCampaign,
  ListedLink,
  Membership,
} from '../../storage/campaign-list.ts';
import { describeLink } from '../link-reason.ts';
import { accountUrl, campaignUrl, showCount, showPercent, showTime } from './format.ts';

type Head = Pick<ListedCampaign, 'campaignId' | 'level' | 'score' | 'firstSeenAt'>;

function showHead({ campaignId, level, score, firstSeenAt }: Head) {
  return {
    id: campaignId,
    url: campaignUrl(campaignId),
    level,
    score: score.toFixed(1),
    firstSeenAt: showTime(firstSeenAt),
  };
}

function showLink(link: ListedLink) {
  return { ...link, reason: describeLink(link) };
}

export function showCampaignRow(campaign: ListedCampaign) {
  return { ...showHead(campaign), members: showCount(campaign.members) };
}

export function showCampaign(campaign: CampaignDetail) {
  return {
    ...showHead(campaign),
    count: showCount(campaign.members.length),
    links: campaign.links.map(showLink),
    members: campaign.members.map(({ accountId, confidence }) => ({
      id: accountId,
      url: accountUrl(accountId),
      confidence,
      share: showPercent(confidence),
    })),
  };
}

export function showMembership(membership: Membership) {
  return {
    ...showHead(membership),
    share: showPercent(membership.confidence),
    links: membership.links.map(showLink),
  };
}
