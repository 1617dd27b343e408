import { z } from 'zod';
import { storableText, timestamp } from './usage-event.ts';

const hashed = storableText(256);

/** Postgres knows no year 0. */
export const storableTimestamp = timestamp.refine(
  (at) => !at.startsWith('0000'),
  'is of the year 0',
);

export const segments = [
  'chat_product',
  'rag',
  'batch',
  'evaluation',
  'coding_agent',
  'education',
  'gateway',
  'research',
  'other',
] as const;

/** The account record, v1: what the provider knows of an account apart from its calls. */
export const accountRecord = z.object({
  account_id: storableText(128).min(1),
  created_at: storableTimestamp.optional(),
  org_id: storableText(128).min(1).optional(),
  plan: storableText(128).optional(),
  segment: z.enum(segments).optional(),
  signup_ip: hashed.optional(),
  email_domain: hashed.optional(),
  payment_fingerprint: hashed.optional(),
  phone_hash: hashed.optional(),
  verified: z.boolean().optional(),
});

export type AccountRecord = z.output<typeof accountRecord>;
