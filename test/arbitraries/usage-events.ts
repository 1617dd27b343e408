import fc from 'fast-check';
import type { Message, UsageEvent } from '../../services/contracts/usage-event.ts';
import { messageText } from './texts.ts';

/** Event time around which all of them happen, in ms. */
export const startAt = Date.UTC(2026, 4, 4);

export interface EventChoices {
  /** Few accounts meet often; that is what finds faults. */
  readonly accountIds?: readonly string[];
  /** Span of the event times after `startAt`, in ms. */
  readonly spanMs?: number;
}

const optional = { requiredKeys: [] };

const client = fc.record(
  {
    ip: fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('10.0.0.1', '::ffff:1.2.3.4', 'unknown')),
    user_agent: fc.constantFrom('python-requests/2.32', 'openai-node/5.1', 'Mozilla/5.0', ''),
    asn: fc.nat(400_000),
    tls_fingerprint: fc.constantFrom('t13d1516h2_8daaf6152771', 't13d1715h2_5b57614c22b0'),
  },
  optional,
);

const tokens = fc.oneof(fc.nat(5000), fc.maxSafeNat());

const usage = fc.record(
  {
    input_tokens: tokens,
    output_tokens: tokens,
    cached_input_tokens: tokens,
    reasoning_tokens: tokens,
  },
  optional,
);

const request = fc.record(
  {
    temperature: fc.constantFrom(0, 0.2, 0.7, 1),
    top_p: fc.constantFrom(0.9, 1),
    max_output_tokens: fc.constantFrom(1, 256, 4096, 32_768),
    n: fc.constantFrom(1, 4),
    stream: fc.boolean(),
    logprobs: fc.boolean(),
    top_logprobs: fc.nat(20),
    logit_bias: fc.dictionary(fc.nat(200_000).map(String), fc.integer({ min: -100, max: 100 })),
    seed: fc.nat(),
    tools: fc.array(fc.constantFrom('search', 'run_code', 'read_file', 'submit')),
    response_format: fc.constantFrom('json_object', { type: 'json_schema' }),
  },
  optional,
);

const message: fc.Arbitrary<Message> = fc.record({
  role: fc.constantFrom('system', 'user', 'user', 'assistant', 'tool'),
  content: messageText,
});

const outside = [-40 * 86_400_000, 3 * 86_400_000];

/** Any code points but NUL, which the contract keeps out of identifiers. */
const wildIdentifiers = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 64 })
  .map((text) => text.replaceAll('\u0000', '0'));

/** RFC 3339 times, in zones, now and then outside the window that counts. */
function timestamps(spanMs: number): fc.Arbitrary<string> {
  const inside = fc.nat(spanMs).map((offset) => startAt + offset);
  const strange = fc.constantFrom(...outside).map((offset) => startAt + offset);
  return fc
    .tuple(
      fc.oneof({ weight: 19, arbitrary: inside }, { weight: 1, arbitrary: strange }),
      fc.boolean(),
    )
    .map(([at, isZoned]) =>
      isZoned
        ? new Date(at + 7_200_000).toISOString().replace('Z', '+02:00')
        : new Date(at).toISOString(),
    );
}

/** Valid usage events of any kind, honest, hostile or senseless. */
export function usageEvents(choices: EventChoices = {}): fc.Arbitrary<UsageEvent> {
  const accountIds = choices.accountIds ?? ['acct-a', 'acct-b', 'acct-c'];
  return fc.record(
    {
      event_id: fc.oneof(fc.uuid(), wildIdentifiers),
      occurred_at: timestamps(choices.spanMs ?? 3 * 3_600_000),
      account_id: fc.constantFrom(...accountIds),
      model: fc.constantFrom('large-2', 'large-3', 'small-1'),
      org_id: fc.constantFrom('org-1', 'org-2'),
      api_key_id: fc.constantFrom('key-1', 'key-2', 'key-3'),
      end_user_id: fc.nat(50).map((id) => `user-${String(id)}`),
      session_id: fc.nat(50).map((id) => `session-${String(id)}`),
      operation: fc.constantFrom('chat', 'embeddings', 'text_completion'),
      status: fc.constantFrom(200, 200, 200, 400, 429, 500),
      latency_ms: fc.double({ min: 0, max: 60_000, noNaN: true }),
      client,
      usage,
      request,
      messages: fc.array(message, { maxLength: 5 }),
      completion: messageText,
      content_state: fc.constantFrom('full', 'truncated', 'redacted', 'absent'),
      source: fc.constantFrom('gateway-1', 'gateway-2'),
      sample_rate: fc.constantFrom(0.01, 0.5, 1),
    },
    { requiredKeys: ['event_id', 'occurred_at', 'account_id', 'model'] },
  );
}
