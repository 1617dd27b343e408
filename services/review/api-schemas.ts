import { z } from 'zod';
import { raisedLevel, reason, visibility } from '../contracts/finding.ts';
import { clientClass, declaredClient, statedRate } from '../contracts/baseline.ts';
import { timestamp } from '../contracts/usage-event.ts';
import { pageQuery, time } from './common-schemas.ts';
import { decision } from './decision-schemas.ts';

const level = raisedLevel.describe('review: a person should look; act: enough for a guarded rule');
const reasons = z.array(reason.describe('what one detector found, and what it adds to the score'));

export const alertQuery = pageQuery.extend({
  account_id: z.string().min(1).max(128).optional(),
  campaign_id: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .describe('alerts of the campaign, of those merged into it, and of its members'),
  since: timestamp.optional().describe('inclusive, on raised_at'),
  level: raisedLevel.optional(),
});

export const alert = z.object({
  id: z.string(),
  account_id: z.string().nullable().describe('null for the alert of a campaign'),
  campaign_id: z.string().nullable(),
  level,
  score: z.number().describe('nats; higher is more suspicious'),
  raised_at: time,
  first_event_at: time,
  last_event_at: time,
  requests_seen: z.number(),
  reasons,
  sample_event_ids: z.array(z.string()),
  visibility: visibility
    .extend({
      lag_seconds: z
        .number()
        .describe('from the last event to the moment at which the alert was stored'),
    })
    .nullable()
    .describe('what the evidence could rest on; null for alerts of before it was noted'),
  client_class: clientClass.nullable().describe('inferred from the shape of the requests'),
  declared_client: declaredClient
    .nullable()
    .describe('what the provider says of the account, and whether its requests contradict it'),
  stated_rate: statedRate
    .nullable()
    .describe('how rare the score is among honest accounts of the class; null: not yet calibrated'),
  case_id: z.string().nullable(),
});

export const alertPage = z.object({ items: z.array(alert), next: z.string().nullable() });

const link = z.object({
  family: z.string(),
  trait: z.string().describe('a hash of what is shared'),
  accounts: z.number(),
  rarity: z.number().describe('nats: ln(all accounts / accounts that carry it)'),
  reason: z.string(),
});

const campaignHead = {
  id: z.string(),
  level: level.nullable(),
  score: z.number(),
  first_seen_at: time,
};

export const campaignSummary = z.object({
  ...campaignHead,
  updated_at: time,
  members: z.number(),
});
export const campaignQuery = pageQuery.extend({ level: raisedLevel.optional() });
export const campaignPage = z.object({
  items: z.array(campaignSummary),
  next: z.string().nullable(),
});

export const campaign = z.object({
  ...campaignHead,
  updated_at: time,
  members: z.array(
    z.object({ account_id: z.string(), confidence: z.number().describe('0 to 1'), reasons }),
  ),
  links: z.array(link),
});

const text = z.string().nullable();

export const account = z.object({
  account_id: z.string(),
  account: z
    .object({
      created_at: text,
      org_id: text,
      plan: text,
      segment: text,
      signup_ip: text,
      email_domain: text,
      payment_fingerprint: text,
      phone_hash: text,
      verified: z.boolean().nullable(),
    })
    .nullable()
    .describe('the account record; null when none was posted'),
  profile: z
    .record(z.string(), z.union([z.number(), z.string()]).nullable())
    .nullable()
    .describe('the profile in numbers; null when nothing was seen or the queue does not answer'),
  alerts: z.array(alert),
  links: z.array(
    z.object({
      campaign_id: z.string(),
      level: level.nullable(),
      score: z.number(),
      first_seen_at: time,
      confidence: z.number(),
      shared: z.array(link),
    }),
  ),
  decisions: z.array(decision).describe('the newest first; at most 100'),
});
