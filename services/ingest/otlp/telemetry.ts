import { isFields, type Fields } from '../json-checks.ts';
import { asList } from '../sources/values.ts';
import { plainValue, readAttributes, readNumber, type Attributes } from './protocol/any-value.ts';

export type Signal = 'traces' | 'logs';

/** A span or a log record, the same from JSON and from protobuf. */
export interface TelemetryRecord {
  /** Where it stands in the request, from 1. */
  readonly line: number;
  readonly signal: Signal;
  /** Lower-case hex, empty when absent. `idProblem` says what is wrong with the ids. */
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly idProblem: string | undefined;
  /** The name of the span, or of the event that the log record is. */
  readonly name: string;
  /** Ms since 1970, 0 when absent. */
  readonly startMs: number;
  readonly endMs: number;
  readonly isError: boolean;
  readonly attributes: Attributes;
  readonly resource: Attributes;
  readonly body: unknown;
}

const idBytes = { traceId: 16, spanId: 8, parentSpanId: 8 } as const;
type IdName = keyof typeof idBytes;

function readId(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return typeof value === 'string' ? value.toLowerCase() : '';
}

function explainId(name: IdName, id: string): string | undefined {
  const length = idBytes[name] * 2;
  if (id.length === length && /^[0-9a-f]+$/.test(id) && !/^0+$/.test(id)) return undefined;
  if (id === '') return `${name} is absent`;
  if (/^[\w+/-]+=*$/.test(id) && id.length === Math.ceil(idBytes[name] / 3) * 4) {
    return `${name} looks like base64: OTLP/JSON writes ids as hex`;
  }
  return `${name} must be ${String(idBytes[name])} bytes (${String(length)} hex digits) and not all zero`;
}

/** Log records may lack ids, spans may not. */
function explainIds(node: Fields, signal: Signal): string | undefined {
  for (const name of ['traceId', 'spanId'] as const) {
    const id = readId(node[name]);
    if (signal === 'logs' && id === '') continue;
    const problem = explainId(name, id);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** To the microsecond: a double holds nanoseconds of today to some 200 only, which could fall short of a millisecond. */
const toMs = (nano: unknown) => Math.round((readNumber(nano) ?? 0) / 1e3) / 1e3;

function findContentEvent(node: Fields): ReadonlyMap<string, unknown>[] {
  return asList(node['events'])
    .filter(isFields)
    .filter(({ name }) => typeof name === 'string' && name.startsWith('gen_ai.'))
    .map(({ attributes }) => readAttributes(attributes));
}

/** Attributes of the span; those of its gen_ai events (older conventions put content there) where it has none itself. */
function readSpanAttributes(node: Fields): Attributes {
  const own = readAttributes(node['attributes']);
  for (const attributes of findContentEvent(node)) {
    for (const [name, value] of attributes) if (!own.has(name)) own.set(name, value);
  }
  return own;
}

function readSpan(node: Fields) {
  const status = node['status'];
  return {
    name: typeof node['name'] === 'string' ? node['name'] : '',
    startMs: toMs(node['startTimeUnixNano']),
    endMs: toMs(node['endTimeUnixNano']),
    isError: isFields(status) && status['code'] === 2,
    attributes: readSpanAttributes(node),
    body: undefined,
  };
}

function readLog(node: Fields) {
  const attributes = readAttributes(node['attributes']);
  const named = node['eventName'];
  const name = typeof named === 'string' && named !== '' ? named : attributes.get('event.name');
  const at = toMs(node['timeUnixNano']) || toMs(node['observedTimeUnixNano']);
  return {
    name: typeof name === 'string' ? name : '',
    startMs: at,
    endMs: at,
    isError: false,
    attributes,
    body: plainValue(node['body']),
  };
}

const shapes = {
  traces: { resources: 'resourceSpans', scopes: 'scopeSpans', records: 'spans', read: readSpan },
  logs: { resources: 'resourceLogs', scopes: 'scopeLogs', records: 'logRecords', read: readLog },
} as const;

/** The name of the list that a request of this signal holds. */
export const listNames = { traces: 'resourceSpans', logs: 'resourceLogs' } as const;

/** Every span or log record of a decoded request, in order. What is no object is left out. */
export function* readTelemetry(request: object, signal: Signal): Generator<TelemetryRecord> {
  const { resources, scopes, records, read } = shapes[signal];
  let line = 0;
  for (const group of asList((request as Fields)[resources]).filter(isFields)) {
    const holder = group['resource'];
    const resource = readAttributes(isFields(holder) ? holder['attributes'] : undefined);
    const nodes = asList(group[scopes])
      .filter(isFields)
      .flatMap((scope) => asList(scope[records]))
      .filter(isFields);
    for (const node of nodes) {
      line += 1;
      const ids = { traceId: readId(node['traceId']), spanId: readId(node['spanId']) };
      const parentSpanId = readId(node['parentSpanId']);
      const idProblem = explainIds(node, signal);
      yield { line, signal, ...ids, parentSpanId, idProblem, resource, ...read(node) };
    }
  }
}
