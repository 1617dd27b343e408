import type { z } from 'zod';
import type { StoredAccount } from '../storage/accounts.ts';
import type { ListedAlert } from '../storage/alert-list.ts';
import type {
  CampaignDetail,
  ListedCampaign,
  ListedLink,
  Membership,
} from '../storage/campaign-list.ts';
import type * as schemas from './api-schemas.ts';
import { describeLink } from './link-reason.ts';

export type ApiAlert = z.output<typeof schemas.alert>;
export type ApiCampaign = z.output<typeof schemas.campaign>;

export function toApiAlert(alert: ListedAlert): ApiAlert {
  return {
    id: alert.alertId,
    account_id: alert.accountId,
    campaign_id: alert.campaignId,
    level: alert.level,
    score: alert.score,
    raised_at: alert.raisedAt.toISOString(),
    first_event_at: alert.firstEventAt.toISOString(),
    last_event_at: alert.lastEventAt.toISOString(),
    requests_seen: alert.requestsSeen,
    reasons: [...alert.reasons],
    sample_event_ids: [...alert.sampleEventIds],
    visibility:
      alert.visibility === null ? null : { ...alert.visibility, lag_seconds: alert.lagSeconds },
    client_class: alert.clientClass,
    declared_client: alert.declaredClient,
    stated_rate: alert.statedRate,
    case_id: alert.caseId,
  };
}

function toApiLink(link: ListedLink) {
  return { ...link, reason: describeLink(link) };
}

function toApiCampaignHead(campaign: ListedCampaign | CampaignDetail) {
  return {
    id: campaign.campaignId,
    level: campaign.level,
    score: campaign.score,
    first_seen_at: campaign.firstSeenAt.toISOString(),
    updated_at: campaign.updatedAt.toISOString(),
  };
}

export function toApiCampaignSummary(campaign: ListedCampaign) {
  return { ...toApiCampaignHead(campaign), members: campaign.members };
}

export function toApiCampaign(campaign: CampaignDetail): ApiCampaign {
  return {
    ...toApiCampaignHead(campaign),
    members: campaign.members.map(({ accountId, confidence, reasons }) => ({
      account_id: accountId,
      confidence,
      reasons: [...reasons],
    })),
    links: campaign.links.map(toApiLink),
  };
}

export function toApiMembership(membership: Membership) {
  return {
    campaign_id: membership.campaignId,
    level: membership.level,
    score: membership.score,
    first_seen_at: membership.firstSeenAt.toISOString(),
    confidence: membership.confidence,
    shared: membership.links.map(toApiLink),
  };
}

/** Every field of the account record, null where the provider has not named it. */
export function toApiRecord(record: StoredAccount) {
  return {
    created_at: record.created_at ?? null,
    org_id: record.org_id ?? null,
    plan: record.plan ?? null,
    segment: record.segment ?? null,
    signup_ip: record.signup_ip ?? null,
    email_domain: record.email_domain ?? null,
    payment_fingerprint: record.payment_fingerprint ?? null,
    phone_hash: record.phone_hash ?? null,
    verified: record.verified ?? null,
  };
}
