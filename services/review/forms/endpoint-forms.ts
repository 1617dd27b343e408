import type { Pool } from 'pg';
import { z } from 'zod';
import { toMessageRow } from '../../webhooks/message-id.ts';
import { reasonField } from '../common-schemas.ts';
import { newEndpoint, newSecret } from '../endpoint-schemas.ts';
import type { Caller } from '../permissions.ts';
import * as work from '../work/endpoint-changes.ts';
import { emptyToNone } from './form-fields.ts';
import { readForm } from './form-work.ts';

interface SentForm {
  readonly caller: Caller;
  readonly id: string;
  readonly body: unknown;
}

interface EndpointFormOptions {
  readonly pool: Pool;
  /** What the keys of all endpoints are derived from. */
  readonly webhookKey?: Buffer | undefined;
}

/** What the receiver needs, shown on the answering page, this once. */
export interface EndpointKeys {
  readonly endpointId: string;
  readonly secret: string | null;
  readonly publicKey: string | null;
}

/** Back to the page of the endpoint with a word of what was done, or that page with its keys. */
export type EndpointOutcome = { readonly done: string } | { readonly keys: EndpointKeys };

export type EndpointForm = (
  options: EndpointFormOptions,
  sent: SentForm,
) => Promise<EndpointOutcome>;

const hourMs = 3_600_000;
/** JSON as a person writes it into a form; nothing is none. */
const jsonText = z.string().transform((text, context) => {
  try {
    return JSON.parse(text.trim() === '' ? '{}' : text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'Write the settings as JSON.' });
    return z.NEVER;
  }
});
const endpointForm = z
  .looseObject({ settings: jsonText.default({}), secret: z.preprocess(emptyToNone, z.unknown()) })
  .transform((sent): unknown => sent)
  .pipe(newEndpoint as z.ZodType<work.GivenEndpoint>);
const rotationForm = z.object({ overlap_hours: z.coerce.number().min(0).max(168) });
const offForm = z.object({ reason: reasonField });
const messageForm = z.object({ message_id: z.string().regex(/^msg_\d{1,18}$/) });
/** A browser's `datetime-local`, which the page says is UTC. */
const localTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/, 'Give a date and a time, in UTC.')
  .transform((text) => new Date(`${text}Z`));
const rangeForm = z.object({
  from: localTime,
  to: z.preprocess(emptyToNone, localTime.optional()),
});

const replayed = (messages: number) => ({ done: `replayed-${String(messages)}` });

/** By address, which is that of the API without /api. */
export const endpointForms = {
  '': async ({ pool, webhookKey }, { caller, body }) => {
    const key = work.requireWebhookKey(webhookKey);
    const by = { caller, instanceKey: key };
    const endpoint = await work.createEndpoint(pool, by, readForm(endpointForm, body));
    const { endpointId } = endpoint;
    return { keys: { endpointId, ...work.readSigningKeys(key, endpoint) } };
  },
  '/:id/secret': async ({ pool, webhookKey }, { caller, id, body }) => {
    const by = { caller, instanceKey: work.requireWebhookKey(webhookKey) };
    await work.replaceSecret(pool, by, { endpointId: id, ...readForm(newSecret, body) });
    return { done: 'secret' };
  },
  '/:id/rotation': async ({ pool, webhookKey }, { caller, id, body }) => {
    const key = work.requireWebhookKey(webhookKey);
    const overlapMs = readForm(rotationForm, body).overlap_hours * hourMs;
    const endpoint = await work.rotateEndpoint(pool, caller, { endpointId: id, overlapMs });
    return { keys: { endpointId: id, ...work.readSigningKeys(key, endpoint) } };
  },
  '/:id/disable': async ({ pool }, { caller, id, body }) => {
    const { reason } = readForm(offForm, body);
    await work.switchEndpoint(pool, caller, { endpointId: id, offBecause: reason });
    return { done: 'off' };
  },
  '/:id/enable': async ({ pool }, { caller, id }) => {
    await work.switchEndpoint(pool, caller, { endpointId: id });
    return { done: 'on' };
  },
  '/:id/ping': async ({ pool }, { caller, id }) => {
    await work.ping(pool, caller, id);
    return { done: 'pinged' };
  },
  '/:id/replay-message': async ({ pool }, { caller, id, body }) => {
    const messageId = toMessageRow(readForm(messageForm, body).message_id);
    return replayed(await work.replay(pool, caller, { endpointId: id, range: { messageId } }));
  },
  '/:id/replay-dead': async ({ pool }, { caller, id }) =>
    replayed(await work.replay(pool, caller, { endpointId: id, range: { state: 'dead' } })),
  '/:id/replay-range': async ({ pool }, { caller, id, body }) => {
    const range = readForm(rangeForm, body);
    return replayed(await work.replay(pool, caller, { endpointId: id, range }));
  },
} as const satisfies Readonly<Record<string, EndpointForm>>;
