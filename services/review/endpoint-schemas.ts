import { z } from 'zod';
import { timestamp } from '../contracts/usage-event.ts';
import { endpointFormats } from '../storage/endpoints.ts';
import { deliveryStates } from '../storage/delivery-log.ts';
import { rowId } from '../storage/row-id.ts';
import { pageQuery, reasonField, time } from './common-schemas.ts';

function isCallable(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}

export const newEndpoint = z.object({
  url: z
    .string()
    .max(2_000)
    .refine(isCallable, 'an https address without a user or password is wanted here')
    .describe('https, or http within the networks of EGRESS_ALLOW'),
  description: z.string().trim().max(200).default(''),
  format: z
    .enum(endpointFormats)
    .default('native')
    .describe(
      'of the bodies; cloudevents-binary has its attributes in headers, outside the signature',
    ),
});

export const endpoint = z.object({
  ...{ id: z.string(), url: z.string(), description: z.string() },
  format: z.enum(endpointFormats),
  state: z.enum(['on', 'off']),
  off_because: z.string().nullable(),
  rotated_until: time.nullable().describe('until then the keys before the last rotation sign too'),
  ...{ created_by: z.string(), created_at: time },
});
export const endpointList = z.object({ items: z.array(endpoint) });
export const endpointWithKeys = endpoint.extend({
  secret: z.string().describe('for the v1 signatures (HMAC-SHA-256); keep it as a password'),
  public_key: z.string().describe('for the v1a signatures (Ed25519); no secret'),
});

export const rotation = z.object({
  overlap_hours: z.number().min(0).max(168).default(24),
});
export const switchingOff = z.object({ reason: reasonField });

export const delivery = z.object({
  message_id: z.string(),
  type: z.string(),
  ...{ scope: z.string().nullable(), value: z.string().nullable(), version: z.number() },
  ...{ decision_id: z.string().nullable(), created_at: time },
  state: z
    .enum(deliveryStates)
    .describe('superseded: a newer message on the target was sent in its place'),
  ...{ attempts: z.number(), next_attempt_at: time.nullable(), last_attempt_at: time.nullable() },
  ...{ last_status: z.number().nullable(), last_error: z.string().nullable() },
});
export const deliveryPage = z.object({ items: z.array(delivery), next: z.string().nullable() });
export const deliveryQuery = pageQuery.extend({
  cursor: z.string().regex(rowId).optional(),
  state: z.enum(deliveryStates).optional(),
});

export const replayRange = z.object({
  message_id: z
    .string()
    .regex(/^(msg_)?\d{1,18}$/)
    .optional(),
  from: timestamp.optional(),
  to: timestamp.optional(),
  state: z.enum(['delivered', 'dead']).optional(),
});
