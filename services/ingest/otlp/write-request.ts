import type { Attributes } from './protocol/any-value.ts';
import type { TelemetryRecord } from './telemetry.ts';
import type { Call } from './to-usage-event.ts';

function anyValue(value: unknown): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: keyValues(Object.entries(value ?? {})) } };
}

function keyValues(attributes: Iterable<readonly [string, unknown]>): object[] {
  return Array.from(attributes, ([key, value]) => ({ key, value: anyValue(value) }));
}

/** Times are known to the microsecond. */
const nano = (ms: number) => `${String(Math.round(ms * 1e3))}000`;

function writeSpan({ name, startMs, endMs, isError }: TelemetryRecord): object {
  const status = isError ? { status: { code: 2 } } : {};
  return { name, startTimeUnixNano: nano(startMs), endTimeUnixNano: nano(endMs), ...status };
}

function writeLog({ name, startMs, body }: TelemetryRecord): object {
  const said = body === undefined ? {} : { body: anyValue(body) };
  return { eventName: name, timeUnixNano: nano(startMs), ...said };
}

/** Those of the calls around it, too, for one of them may say who called; the nearest counts, as when it was read. */
function resourceOf({ record, around }: Call): Attributes {
  return new Map([record.resource, ...around.toReversed()].flatMap((each) => [...each]));
}

/** One call as a request of its own in OTLP/JSON: read again it is the same record. */
export function writeRequest(call: Call): string {
  const { record } = call;
  const { signal, traceId, spanId, attributes } = record;
  const written = {
    ...(signal === 'traces' ? writeSpan(record) : writeLog(record)),
    ...(traceId === '' ? {} : { traceId }),
    ...(spanId === '' ? {} : { spanId }),
    attributes: keyValues(attributes),
  };
  const resource = { attributes: keyValues(resourceOf(call)) };
  const request =
    signal === 'traces'
      ? { resourceSpans: [{ resource, scopeSpans: [{ spans: [written] }] }] }
      : { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [written] }] }] };
  return JSON.stringify(request);
}
