import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../../errors.ts';

const receipt = z.object({
  accepted: z.number(),
  rejected: z.number(),
  errors: z.array(
    z.object({
      line: z.number(),
      event_id: z.string().nullish(),
      code: z.string(),
      message: z.string(),
    }),
  ),
});
export type Receipt = z.output<typeof receipt>;

export interface PostTarget {
  readonly url: string;
  readonly key: string;
  readonly signal?: AbortSignal | undefined;
  /** Called before each wait: intake is down or asks for patience. */
  readonly onWait?: ((reason: string, waitMs: number) => void) | undefined;
}

export interface PostedBody {
  readonly path: '/v1/events' | '/v1/accounts';
  readonly body: Buffer;
  readonly records: number;
  /** ms; sent as x-stillwatch-reference-time. */
  readonly referenceAt?: number;
}

const longestWaitMs = 5_000;
const answerTimeoutMs = 60_000;
const retriedStatuses: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

interface Attempt {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs: number | undefined;
}

async function attempt(target: PostTarget, posted: PostedBody): Promise<Attempt> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${target.key}`,
    'content-type': 'application/x-ndjson',
  };
  if (posted.referenceAt !== undefined) {
    headers['x-stillwatch-reference-time'] = new Date(posted.referenceAt).toISOString();
  }
  const timeout = AbortSignal.timeout(answerTimeoutMs);
  const response = await fetch(new URL(posted.path, target.url), {
    method: 'POST',
    headers,
    body: new Uint8Array(posted.body),
    signal: target.signal === undefined ? timeout : AbortSignal.any([timeout, target.signal]),
  });
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return {
    status: response.status,
    text: await response.text(),
    retryAfterMs: Number.isFinite(retryAfter) ? retryAfter * 1_000 : undefined,
  };
}

function readAnswer({ status, text }: Attempt, posted: PostedBody): Receipt {
  if (status === 200) return receipt.parse(JSON.parse(text));
  const code = /"code":"(\w+)"/.exec(text)?.[1];
  // No line of the batch was JSON; for the caller that is a batch of rejected lines.
  if (code === 'body_unparsable') return { accepted: 0, rejected: posted.records, errors: [] };
  const message = /"message":"([^"]*)"/.exec(text)?.[1] ?? text.slice(0, 200);
  throw new AppError(
    'intake_refused',
    `Intake answered ${status} (${code ?? 'no code'}): ${message}`,
  );
}

async function tryOnce(target: PostTarget, posted: PostedBody): Promise<Attempt | Error> {
  try {
    return await attempt(target, posted);
  } catch (error) {
    target.signal?.throwIfAborted();
    return error instanceof Error ? error : new Error('the request failed');
  }
}

/**
 * Posts one body until it is answered: a lost connection, 429 and 503 are tried again for ever, under back-off or
 * the Retry-After that came. Sending again is harmless, intake drops what it has seen. Throws intake_refused for
 * every other answer.
 */
export async function postRecords(target: PostTarget, posted: PostedBody): Promise<Receipt> {
  for (let tries = 0; ; tries += 1) {
    const outcome = await tryOnce(target, posted);
    const isError = outcome instanceof Error;
    if (!isError && !retriedStatuses.has(outcome.status)) return readAnswer(outcome, posted);
    const backOffMs = Math.min(longestWaitMs, 50 * 2 ** tries);
    const waitMs = isError ? backOffMs : (outcome.retryAfterMs ?? backOffMs);
    target.onWait?.(isError ? 'no answer' : `status ${outcome.status}`, waitMs);
    await delay(waitMs, undefined, { signal: target.signal });
  }
}
