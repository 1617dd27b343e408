import { z } from 'zod';
import { timestamp } from './usage-event.ts';

const hashed = z.string().max(256);

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
  account_id: z.string().min(1).max(128),
  created_at: timestamp.optional(),
  org_id: z.string().min(1).max(128).optional(),
  plan: z.string().max(128).optional(),
  segment: z.enum(segments).optional(),
  signup_ip: hashed.optional(),
  email_domain: hashed.optional(),
  payment_fingerprint: hashed.optional(),
  phone_hash: hashed.optional(),
  verified: z.boolean().optional(),
});

export type AccountRecord = z.output<typeof accountRecord>;
