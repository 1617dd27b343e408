import type {
  CampaignHead,
  ListedCampaign,
  ListedLink,
  ListedMember,
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

export function showLink(link: ListedLink) {
  return { ...link, reason: describeLink(link) };
}

export function showCampaignRow(campaign: ListedCampaign) {
  return { ...showHead(campaign), members: showCount(campaign.members) };
}

export function showMember({ accountId, confidence }: ListedMember) {
  return {
    id: accountId,
    url: accountUrl(accountId),
    confidence,
    share: showPercent(confidence),
  };
}

export function showCampaign(campaign: CampaignHead, members: readonly ListedMember[]) {
  return {
    ...showHead(campaign),
    count: showCount(campaign.members),
    links: campaign.links.map(showLink),
    members: members.map(showMember),
  };
}

export function showMembership(membership: Membership) {
  return {
    ...showHead(membership),
    share: showPercent(membership.confidence),
    links: membership.links.map(showLink),
  };
}
