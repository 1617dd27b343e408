import { hash } from 'node:crypto';
import type { Fields } from '../json-checks.ts';
import { shortId } from '../sources/event-id.ts';
import { findIdentity, type Identity, type IdentityMapping } from '../sources/identity.ts';
import type { SourceRefusal, Translation } from '../sources/source.ts';
import { unlessEmpty } from '../sources/values.ts';
import { findText } from './genai-names.ts';
import { isModelCall } from './is-model-call.ts';
import type { Attributes } from './protocol/any-value.ts';
import { readContent } from './read-content.ts';
import { readParameters } from './read-parameters.ts';
import { readStatus } from './read-status.ts';
import { readUsage } from './token-counts.ts';
import type { TelemetryRecord } from './telemetry.ts';

/** A record with the attributes of the calls around it, nearest first, which may say who called. */
export interface Call {
  readonly record: TelemetryRecord;
  readonly around: readonly Attributes[];
}

type Refused = { readonly refusal: SourceRefusal };

function refuse(
  code: SourceRefusal['code'],
  message: string,
  eventId: string | null = null,
): Refused {
  return { refusal: { code, message, eventId } };
}

/** The same record gives the same hash, however it was encoded. */
function hashRecord({ startMs, name, attributes, resource, body }: TelemetryRecord): string {
  const sorted = (of: Attributes) => [...of].sort(([left], [right]) => (left < right ? -1 : 1));
  const canonical = [startMs, name, sorted(attributes), sorted(resource), body ?? null];
  return hash('sha256', JSON.stringify(canonical), 'hex');
}

/** A log record within a span stands for the same call as the span, so both have one id and count once. */
function eventIdOf(record: TelemetryRecord): string {
  const { traceId, spanId } = record;
  if (traceId !== '' && spanId !== '') return `${traceId}-${spanId}`;
  const given = findText(record.attributes, 'responseId');
  return given === undefined ? hashRecord(record) : shortId(given);
}

function identify({ record, around }: Call, mapping: IdentityMapping): Identity {
  const nearestLast = [record.attributes, ...around, record.resource].reverse();
  const found = nearestLast.map((each) => findIdentity(mapping, (name) => each.get(name)));
  return Object.assign({}, ...found) as Identity;
}

function clientOf({ ip, user_agent: userAgent }: Identity): Fields | undefined {
  return unlessEmpty({ ip, user_agent: userAgent?.slice(0, 1024) });
}

/** Everything of an identity that is an id. One that is too long for a usage event counts by its hash. */
function idsOf({ ip: _ip, user_agent: _userAgent, ...ids }: Identity): Fields {
  const short = Object.entries(ids).map(([role, id]) => [role, shortId(id)] as const);
  return Object.fromEntries(short);
}

/** Fields that are undefined are not part of it. */
function describe(record: TelemetryRecord, identity: Identity): Fields {
  const { attributes, startMs, endMs } = record;
  return {
    event_id: eventIdOf(record),
    occurred_at: new Date(Math.trunc(startMs)).toISOString(),
    ...idsOf(identity),
    model: findText(attributes, 'model'),
    operation: findText(attributes, 'operation'),
    status: readStatus(record),
    latency_ms: endMs > startMs ? Math.round((endMs - startMs) * 1e3) / 1e3 : undefined,
    client: clientOf(identity),
    usage: readUsage(attributes),
    request: readParameters(attributes),
    ...readContent(attributes),
  };
}

// The end of the years that RFC 3339 can write.
const lastMs = Date.UTC(9999, 11, 31);

/** A usage event of a span or log record, still to be checked; `skip` for one that is no call to a model. Pure. */
export function toUsageEvent(call: Call, mapping: IdentityMapping): Translation {
  const { record } = call;
  if (record.idProblem !== undefined) return refuse('source_record_invalid', record.idProblem);
  if (!isModelCall(record)) return 'skip';
  const eventId = eventIdOf(record);
  if (!(record.startMs > 0 && record.startMs < lastMs)) {
    const name = record.signal === 'traces' ? 'startTimeUnixNano' : 'timeUnixNano';
    return refuse('source_record_invalid', `${name} is absent or out of range`, eventId);
  }
  const identity = identify(call, mapping);
  if (identity.account_id !== undefined) return { event: describe(record, identity) };
  const looked = mapping.account_id.join(', ');
  return refuse('account_missing', `no attribute names the account: looked for ${looked}`, eventId);
}
