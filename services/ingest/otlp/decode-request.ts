import { isUtf8 } from 'node:buffer';
import { AppError } from '../../errors.ts';
import { isFields } from '../json-checks.ts';
import { parseJson } from '../parse-json.ts';
import { opentelemetry } from './protocol/generated.js';
import { listNames, readTelemetry, type Signal } from './telemetry.ts';

export type Encoding = 'json' | 'protobuf';

export const codecs = {
  traces: opentelemetry.proto.collector.trace.v1,
  logs: opentelemetry.proto.collector.logs.v1,
} as const;

const requestCodecs = {
  traces: codecs.traces.ExportTraceServiceRequest,
  logs: codecs.logs.ExportLogsServiceRequest,
} as const;

const other = { traces: 'logs', logs: 'traces' } as const;
const nouns = { traces: 'spans', logs: 'log records' } as const;

function misled(message: string): AppError {
  return new AppError('body_unparsable', message);
}

const sendOther = (signal: Signal) =>
  misled(`This holds ${nouns[other[signal]]}: POST them to /v1/${other[signal]}.`);
const sendEvents = () =>
  misled('This is no OTLP: it looks like usage events, which go to POST /v1/events.');

function looksLikeEvent(value: unknown): boolean {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return isFields(one) && 'account_id' in one;
}

/** Throws what the mistake is when a JSON body is no request of this signal. */
function checkJson(value: unknown, signal: Signal): object {
  if (looksLikeEvent(value)) throw sendEvents();
  if (!isFields(value)) throw misled('An OTLP request is one JSON object.');
  const wanted = listNames[signal];
  if (wanted in value) {
    if (Array.isArray(value[wanted])) return value;
    throw misled(`${wanted} must be an array.`);
  }
  if (listNames[other[signal]] in value) throw sendOther(signal);
  if ('resource_spans' in value || 'resource_logs' in value) {
    throw misled('OTLP/JSON writes its names in lowerCamelCase: resourceSpans, resourceLogs.');
  }
  if ('resourceMetrics' in value) throw misled('This holds metrics: POST them to /v1/metrics.');
  return value;
}

function decodeJson(body: Buffer, signal: Signal): object | undefined {
  if (!isUtf8(body)) return undefined;
  const text = body.toString();
  const value = parseJson(text);
  if (value !== undefined) return checkJson(value, signal);
  if (looksLikeEvent(parseJson(text.slice(0, text.indexOf('\n'))))) throw sendEvents();
  return undefined;
}

function tryProtobuf(body: Buffer, signal: Signal): object | undefined {
  try {
    return requestCodecs[signal].decode(body);
  } catch {
    // The decoder's message is about offsets only; the caller says what to do instead.
    return undefined;
  }
}

/** Whether a record is what it claims; undefined when there is none at all. */
function hasGoodRecord(request: object, signal: Signal): boolean | undefined {
  let isAny: boolean | undefined;
  for (const { idProblem, startMs } of readTelemetry(request, signal)) {
    if (idProblem === undefined && startMs > 0) return true;
    isAny = false;
  }
  return isAny;
}

/** Resources of spans and of logs share their numbers, so each decodes as the other: as records without good ids. */
function decodeProtobuf(body: Buffer, signal: Signal): object | undefined {
  const request = tryProtobuf(body, signal);
  if (request !== undefined && hasGoodRecord(request, signal) !== false) return request;
  const swapped = tryProtobuf(body, other[signal]);
  if (swapped !== undefined && hasGoodRecord(swapped, other[signal])) throw sendOther(signal);
  return request;
}

const decoders = { json: decodeJson, protobuf: decodeProtobuf } as const;

function sniff(body: Buffer): Encoding {
  const start = body.subarray(0, 64).toString('latin1').trimStart()[0];
  return start === '{' || start === '[' ? 'json' : 'protobuf';
}

export interface Decoded {
  readonly encoding: Encoding;
  readonly request: object;
}

/**
 * A request in either encoding. The one that the content type names is tried first, and then the other. Throws
 * body_unparsable, with what to do, for what is no request of this signal.
 */
export function decodeRequest(body: Buffer, signal: Signal, named: Encoding | undefined): Decoded {
  const first = named ?? sniff(body);
  if (body.length === 0) return { encoding: first, request: {} };
  const second = first === 'json' ? 'protobuf' : 'json';
  for (const encoding of [first, second] as const) {
    const request = decoders[encoding](body, signal);
    if (request !== undefined) return { encoding, request };
  }
  throw misled('The body is neither OTLP/JSON nor OTLP protobuf.');
}
