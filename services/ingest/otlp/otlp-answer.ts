import type { ReadRecords } from '../read-records.ts';
import { codecs, type Encoding } from './decode-request.ts';
import { google } from './protocol/generated.js';
import type { Signal } from './telemetry.ts';

export interface Answer {
  readonly type: string;
  readonly body: string | Uint8Array;
}

export const contentTypes = {
  json: 'application/json',
  protobuf: 'application/x-protobuf',
} as const;

interface Codec {
  encode(message: object): { finish(): Uint8Array };
}

function write(encoding: Encoding, codec: Codec, message: object): Answer {
  const type = contentTypes[encoding];
  if (encoding === 'json') return { type, body: JSON.stringify(message) };
  return { type, body: codec.encode(message).finish() };
}

const responses = {
  traces: codecs.traces.ExportTraceServiceResponse,
  logs: codecs.logs.ExportLogsServiceResponse,
} as const;

const counters = { traces: 'rejectedSpans', logs: 'rejectedLogRecords' } as const;

/** The Export*ServiceResponse. JSON writes the 64-bit count as a string, as protobuf's JSON does. */
export function answerExport(signal: Signal, read: ReadRecords, encoding: Encoding): Answer {
  const { rejected, errors } = read;
  if (rejected === 0) return write(encoding, responses[signal], {});
  const told = errors.map(
    ({ line, code, message }) => `record ${String(line)}: ${code}: ${message}`,
  );
  const errorMessage = [...new Set(told)].slice(0, 5).join('; ');
  const count = encoding === 'json' ? String(rejected) : rejected;
  const partialSuccess = { [counters[signal]]: count, errorMessage };
  return write(encoding, responses[signal], { partialSuccess });
}

/** Metrics are taken and dropped: they carry no account. Every empty response is the same. */
export function answerMetrics(encoding: Encoding): Answer {
  return write(encoding, responses.traces, {});
}

// HTTP status to the codes of google.rpc.Code.
const rpcCodes: Readonly<Record<number, number>> = {
  ...{ 400: 3, 401: 16, 403: 7, 404: 5, 405: 12, 413: 3, 415: 3, 429: 8, 500: 13, 503: 14 },
};

interface Failure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** A google.rpc.Status whose message starts with the stable code of the error. */
export function answerFailure({ status, code, message }: Failure, encoding: Encoding): Answer {
  const rpc = { code: rpcCodes[status] ?? 2, message: `${code}: ${message}` };
  return write(encoding, google.rpc.Status, rpc);
}
