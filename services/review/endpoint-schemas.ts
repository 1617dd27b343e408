import { z } from 'zod';
import { timestamp } from '../contracts/usage-event.ts';
import { targetScopes } from '../storage/enforced-targets.ts';
import { endpointFormats, endpointKinds } from '../storage/endpoints.ts';
import { deliveryStates } from '../storage/delivery-log.ts';
import { rowId } from '../storage/row-id.ts';
import { restrictions, settingsOf } from '../webhooks/endpoint-kinds.ts';
import { pageQuery, reasonField, time } from './common-schemas.ts';

function isCallable(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}

const secretField = z.string().min(1).max(1_000);

const endpointFields = z.object({
  kind: z.enum(endpointKinds).default('webhook'),
  settings: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('as docs/operations/adapters.md has them for the kind'),
  secret: secretField
    .optional()
    .describe('the credential of the product; kept encrypted and never shown again'),
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

/** Its settings as its kind reads them, with what it leaves out filled in. */
export const newEndpoint = endpointFields.transform((given, context) => {
  const read = settingsOf[given.kind].safeParse(given.settings);
  for (const { path, message } of read.error?.issues ?? []) {
    context.addIssue({ code: 'custom', path: ['settings', ...path], message });
  }
  const isBare = given.kind === 'webhook' && given.secret !== undefined;
  if (isBare) {
    const message = 'a webhook has keys of its own and takes no credential';
    context.addIssue({ code: 'custom', path: ['secret'], message });
  }
  return read.success && !isBare ? { ...given, settings: read.data } : z.NEVER;
});
export const newSecret = z.object({ secret: secretField });

export const endpoint = z.object({
  ...{ id: z.string(), url: z.string(), description: z.string() },
  kind: z.enum(endpointKinds),
  settings: z.record(z.string(), z.unknown()),
  has_secret: z.boolean(),
  can: z.object({
    scopes: z.array(z.enum(targetScopes)),
    restrictions: z.array(z.enum(restrictions)),
    undoes: z.string(),
  }),
  format: z.enum(endpointFormats),
  state: z.enum(['on', 'off']),
  off_because: z.string().nullable(),
  rotated_until: time.nullable().describe('until then the keys before the last rotation sign too'),
  ...{ created_by: z.string(), created_at: time },
});
export const endpointList = z.object({ items: z.array(endpoint) });
export const endpointWithKeys = endpoint.extend({
  secret: z
    .string()
    .nullable()
    .describe('for the v1 signatures (HMAC-SHA-256); keep it as a password; null unless a webhook'),
  public_key: z.string().nullable().describe('for the v1a signatures (Ed25519); no secret'),
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
    .describe(
      'superseded: a newer message on the target was sent in its place; refused: the product cannot do it',
    ),
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
  state: z.enum(['delivered', 'dead', 'refused']).optional(),
});
