import { z } from 'zod';

/** RFC 3339 with a zone, as `occurred_at` and `created_at` are written. */
export const timestamp = z.iso.datetime({ offset: true });

/** Postgres stores neither NUL nor an unpaired surrogate, so one of these in a name would fail a whole batch later. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** A string of at most `longest` UTF-16 units that any store can hold. */
export const storableText = (longest: number) =>
  z.string().max(longest).refine(isStorable, 'holds NUL or an unpaired surrogate');

const identifier = storableText(128).min(1);
const count = z.int().nonnegative();

const client = z.object({
  ip: storableText(64).optional(),
  user_agent: storableText(1024).optional(),
  asn: count.optional(),
  tls_fingerprint: storableText(256).optional(),
});

const usage = z.object({
  input_tokens: count.optional(),
  output_tokens: count.optional(),
  cached_input_tokens: count.optional(),
  reasoning_tokens: count.optional(),
});

const modelRequest = z.object({
  temperature: z.number().optional(),
  top_p: z.number().optional(),
  max_output_tokens: count.optional(),
  n: count.optional(),
  stream: z.boolean().optional(),
  logprobs: z.boolean().optional(),
  top_logprobs: count.optional(),
  logit_bias: z.record(z.string(), z.number()).optional(),
  seed: z.number().optional(),
  tools: z.array(z.string()).optional(),
  response_format: z.unknown().optional(),
});

const message = z.object({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  content: z.string(),
});

/** The usage event, v1: one call to a model API as the provider's gateway saw it. Unknown fields are dropped. */
export const usageEvent = z.object({
  event_id: identifier,
  occurred_at: timestamp,
  account_id: identifier,
  org_id: identifier.optional(),
  api_key_id: identifier.optional(),
  end_user_id: identifier.optional(),
  session_id: identifier.optional(),
  model: storableText(256).min(1),
  operation: storableText(64).optional(),
  status: z.int().optional(),
  latency_ms: z.number().nonnegative().optional(),
  client: client.optional(),
  usage: usage.optional(),
  request: modelRequest.optional(),
  messages: z.array(message).optional(),
  completion: z.string().optional(),
  content_state: z.enum(['full', 'truncated', 'redacted', 'absent']).optional(),
  source: storableText(128).optional(),
  sample_rate: z.number().positive().max(1).optional(),
});

export type UsageEvent = z.output<typeof usageEvent>;
export type Message = z.output<typeof message>;
