import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { AllowedNetworks, Resolve } from './egress-guard.ts';
import { guardEgress } from './egress-guard.ts';

/** How a call ended. `error` is null when the receiver took the message. */
export interface Posted {
  readonly status: number | null;
  readonly error: string | null;
  readonly retryAfterMs: number | null;
  /** It cannot be done there, however often it is tried. */
  readonly isRefused?: true;
}

/** What was answered; the text is empty where nothing was. */
export interface Answered extends Posted {
  readonly text: string;
}

export interface PostOptions {
  readonly allowed: AllowedNetworks;
  /** Milliseconds for the whole call. */
  readonly timeoutMs: number;
  readonly resolve?: Resolve;
}

// Nobody reads an answer; one that goes on is a fault or an attack.
const mostAnswerBytes = 65_536;

function readRetryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}

function errorOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? 'redirect_refused' : 'status_refused';
}

/** Node's codes, as ECONNREFUSED; never a message, which may quote what was sent. */
function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code.toLowerCase() : 'connection_failed';
}

/** Reads the answer to its end. Throws an error with a code for one that is cut short or too long. */
async function readAnswer(answer: http.IncomingMessage): Promise<Answered> {
  let bytes = 0;
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > mostAnswerBytes) {
      throw Object.assign(new Error('too long'), { code: 'answer_too_long' });
    }
  }
  const status = answer.statusCode ?? 0;
  const retryAfterMs = readRetryAfter(answer.headers['retry-after'], Date.now());
  return {
    ...{ status, error: errorOf(status), retryAfterMs },
    text: Buffer.concat(chunks).toString('utf8'),
  };
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function send({ method, url, headers, body }: Call, lookup: LookupFunction, signal: AbortSignal) {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const { request } = url.protocol === 'https:' ? https : http;
  // A connection for each call: one that was kept could lead to where the name no longer points.
  const sent = request(url, {
    method,
    headers: { ...headers },
    lookup,
    signal,
    agent: false,
  });
  sent.on('response', resolve);
  sent.on('error', reject);
  sent.end(body);
  return promise;
}

/**
 * Calls once, the address that the guard has let pass, and follows no redirect. Never throws: a failed call is an
 * outcome too.
 */
export async function callOnce(call: Call, options: PostOptions): Promise<Answered> {
  const failed = (error: string) => ({ status: null, error, retryAfterMs: null, text: '' });
  const egress = await guardEgress(call.url, options.allowed, options.resolve);
  if ('refusal' in egress) return failed(egress.refusal);
  const { address, family } = egress;
  const lookup: LookupFunction = (_host, asked, done) => {
    if (asked.all === true) done(null, [{ address, family }]);
    else done(null, address, family);
  };
  const signal = AbortSignal.timeout(options.timeoutMs);
  try {
    return await readAnswer(await send(call, lookup, signal));
  } catch (error) {
    return failed(signal.aborted ? 'timeout' : codeOf(error));
  }
}
