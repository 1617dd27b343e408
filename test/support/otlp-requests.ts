import { opentelemetry } from '../../services/ingest/otlp/protocol/generated.js';

export type Value =
  string | number | boolean | readonly Value[] | { readonly [key: string]: Value };
export type Attributes = Readonly<Record<string, Value>>;

/** A plain value as OTLP/JSON's AnyValue. */
export function anyValue(value: Value): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: keyValues(value as Attributes) } };
}

export function keyValues(attributes: Attributes): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

export interface SpanInput {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly startMs?: number;
  readonly endMs?: number;
  readonly attributes: Attributes;
}

const nano = (ms: number) => `${String(ms)}000000`;

/** One span as OTLP/JSON writes it. */
export function span(input: SpanInput): Record<string, unknown> {
  const { startMs = 1_790_000_000_000, endMs = 1_790_000_001_000, attributes } = input;
  return {
    traceId: input.traceId ?? '5b8efff798038103d269b633813fc60c',
    spanId: input.spanId ?? 'eee19b7ec3c1b174',
    ...(input.parentSpanId === undefined ? {} : { parentSpanId: input.parentSpanId }),
    name: 'chat m1',
    kind: 3,
    startTimeUnixNano: nano(startMs),
    endTimeUnixNano: nano(endMs),
    attributes: keyValues(attributes),
  };
}

/** A request of spans, as OTLP/JSON. */
export function traces(spans: readonly object[], resource: Attributes = {}): object {
  const scopeSpans = [{ scope: { name: 'x' }, spans }];
  return { resourceSpans: [{ resource: { attributes: keyValues(resource) }, scopeSpans }] };
}

/** A request of log records, as OTLP/JSON. */
export function logs(logRecords: readonly object[], resource: Attributes = {}): object {
  const scopeLogs = [{ scope: { name: 'x' }, logRecords }];
  return { resourceLogs: [{ resource: { attributes: keyValues(resource) }, scopeLogs }] };
}

const idNames = new Set(['traceId', 'spanId', 'parentSpanId']);

function withBytes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withBytes);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [
    key,
    idNames.has(key) && typeof each === 'string' ? Buffer.from(each, 'hex') : withBytes(each),
  ]);
  return Object.fromEntries(entries) as object;
}

const { trace, logs: logRecords } = opentelemetry.proto.collector;
const codecs = {
  traces: trace.v1.ExportTraceServiceRequest,
  logs: logRecords.v1.ExportLogsServiceRequest,
};

/** The protobuf of a request that is given as OTLP/JSON. */
export function toProtobuf(signal: keyof typeof codecs, request: object): Buffer {
  return Buffer.from(codecs[signal].encode(withBytes(request) as object).finish());
}

/** The attributes of a plain call. */
export const call: Attributes = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'm1',
  'gen_ai.usage.input_tokens': 20,
  'gen_ai.usage.output_tokens': 180,
  'user.id': 'acct_7',
};
