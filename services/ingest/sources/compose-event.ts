import type { Message } from '../../contracts/usage-event.ts';
import type { Fields } from '../json-checks.ts';
import { findEventId, shortId } from './event-id.ts';
import { findIdentity, type Identity, type IdentityMapping } from './identity.ts';
import { lookUp } from './look-up.ts';
import type { SourceRefusal, Translation } from './source.ts';
import { toTimestamp } from './times.ts';
import { asText, unlessEmpty } from './values.ts';

/** What a source found of one call, in any of the forms that `toTimestamp` and `asText` read. */
export interface CallParts {
  /** The source's own ids of the call, the best one first. */
  readonly ids: readonly unknown[];
  readonly time: unknown;
  readonly model: unknown;
  readonly operation?: string | undefined;
  readonly status?: number | undefined;
  readonly latencyMs?: number | undefined;
  readonly usage?: Fields | undefined;
  readonly request?: Fields | undefined;
  readonly messages?: readonly Message[] | undefined;
  readonly completion?: string | undefined;
  /** When it is not what the messages say: `absent` without any, else `full`. */
  readonly contentState?: 'truncated' | 'redacted' | undefined;
  readonly sampleRate?: number | undefined;
}

export interface RecordContext {
  readonly record: Fields;
  readonly mapping: IdentityMapping;
  /** What identities are looked up in beside the record itself: the request's body under `body`. */
  readonly body?: Fields;
  /** Where a record says when the call was, for the message of a refusal. */
  readonly names: { readonly time: string; readonly model: string };
}

const longestUserAgent = 1_024;
const portOrBrackets = /^\[([^\]]+)\](?::\d+)?$|^(\d+(?:\.\d+){3}):\d+$/;

/** The address alone: the first of `x-forwarded-for`, without the port that proxies log beside it. */
function addressOf(text: string): string {
  const [first = ''] = text.split(',');
  const match = portOrBrackets.exec(first.trim());
  return match?.[1] ?? match?.[2] ?? first.trim();
}

function clientOf({ ip, user_agent: userAgent }: Identity): Fields | undefined {
  return unlessEmpty({
    ip: ip === undefined ? undefined : addressOf(ip),
    user_agent: userAgent?.slice(0, longestUserAgent).toWellFormed(),
  });
}

const short = (id: string | undefined) => (id === undefined ? undefined : shortId(id));

function refuse(code: SourceRefusal['code'], message: string, parts: CallParts): Translation {
  const eventId = parts.ids.map(asText).find((id) => id !== undefined && id.length <= 128);
  return { refusal: { code, message, eventId: eventId ?? null } };
}

function contentOf({ messages, completion, contentState }: CallParts): Fields {
  const hasContent = messages !== undefined && messages.length > 0;
  return {
    messages: hasContent ? messages : undefined,
    completion,
    content_state: contentState ?? (hasContent ? undefined : 'absent'),
  };
}

/**
 * The usage event of one call; fields that are undefined are not part of it. Refuses a call without an account, a time
 * or a model: none of these is ever guessed.
 */
export function composeEvent(context: RecordContext, parts: CallParts): Translation {
  const { record, mapping, names, body } = context;
  const holder = body === undefined ? record : { ...record, body };
  const identity = findIdentity(mapping, (name) => lookUp(holder, name));
  if (identity.account_id === undefined) {
    const looked = mapping.account_id.join(', ');
    const message = `No account: looked for ${looked}. Send one of them, or name the right field in the identity mapping.`;
    return refuse('account_missing', message, parts);
  }
  const occurredAt = toTimestamp(parts.time);
  if (occurredAt === undefined)
    return refuse('source_record_invalid', `No time of the call in ${names.time}.`, parts);
  const model = asText(parts.model);
  if (model === undefined)
    return refuse('source_record_invalid', `No model in ${names.model}.`, parts);
  return {
    event: {
      event_id: findEventId(record, parts.ids),
      occurred_at: occurredAt,
      account_id: shortId(identity.account_id),
      org_id: short(identity.org_id),
      api_key_id: short(identity.api_key_id),
      end_user_id: short(identity.end_user_id),
      session_id: short(identity.session_id),
      model,
      operation: parts.operation?.slice(0, 64),
      status: parts.status,
      latency_ms: parts.latencyMs,
      client: clientOf(identity),
      usage: parts.usage,
      request: parts.request,
      ...contentOf(parts),
      sample_rate: parts.sampleRate,
    },
  };
}

/** For a record that is no object at all. */
export function refuseShape(expected: string): Translation {
  const message = `The record is no object; expected ${expected}.`;
  return { refusal: { code: 'source_record_invalid', message, eventId: null } };
}
