import { z } from 'zod';
import { timestamp } from '../contracts/usage-event.ts';
import { targetScopes } from '../storage/enforced-targets.ts';
import { endpointFormats, endpointKinds } from '../storage/endpoints.ts';
import { deliveryStates } from '../storage/delivery-log.ts';
import { rowId } from '../storage/row-id.ts';
import { isCallable, splitAddress } from '../webhooks/endpoint-address.ts';
import { restrictions, settingsOf } from '../webhooks/endpoint-kinds.ts';
import { pageQuery, reasonField, time } from './common-schemas.ts';

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
    .describe(
      'https, or smtps for e-mail; http and smtp without encryption within the networks of EGRESS_ALLOW',
    ),
  description: z.string().trim().max(200).default(''),
  format: z
    .enum(endpointFormats)
    .default('native')
    .describe(
      'of the bodies; cloudevents-binary has its attributes in headers, outside the signature',
    ),
});

type EndpointFields = z.output<typeof endpointFields>;

/** What is wrong with the address or the credential, by the name of its field. */
function* problemsOf({ kind, url, secret }: EndpointFields): Generator<readonly [string, string]> {
  if (!isCallable(kind, url)) {
    const wanted = kind === 'email' ? 'an smtps or smtp' : 'an https';
    yield ['url', `${wanted} address without a user or password is wanted here`];
  }
  if (secret !== undefined && kind === 'webhook') {
    yield ['secret', 'a webhook has keys of its own and takes no credential'];
  }
  if (secret !== undefined && kind === 'slack') {
    yield ['secret', 'the address of a Slack webhook is its credential and takes no other'];
  }
  if (secret === undefined && kind === 'pagerduty') {
    yield ['secret', 'give the integration key of the service'];
  }
}

/** Its settings as its kind reads them, with what it leaves out filled in. */
export const newEndpoint = endpointFields.transform((given, context) => {
  const read = settingsOf[given.kind].safeParse(given.settings);
  for (const { path, message } of read.error?.issues ?? []) {
    context.addIssue({ code: 'custom', path: ['settings', ...path], message });
  }
  const problems = [...problemsOf(given)];
  for (const [field, message] of problems) {
    context.addIssue({ code: 'custom', path: [field], message });
  }
  if (!read.success || problems.length > 0) return z.NEVER;
  return { ...given, ...splitAddress(given.kind, given.url), settings: read.data };
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
