import fc from 'fast-check';
import type { UsageEvent } from '../../services/contracts/usage-event.ts';
import { startAt } from './usage-events.ts';

/** What one account can do to make its own profile large or slow; every number is how many different ones it sends. */
export interface HostilePlan {
  readonly events: number;
  readonly messageCharacters: number;
  readonly templates: number;
  readonly systemPrompts: number;
  readonly tools: number;
  readonly biasedTokens: number;
  readonly addresses: number;
  /** Identifiers of 128 characters outside Latin-1, the longest that the contract allows. */
  readonly hasWideIdentifiers: boolean;
}

export const hostilePlans: fc.Arbitrary<HostilePlan> = fc.record({
  events: fc.integer({ min: 50, max: 600 }),
  messageCharacters: fc.constantFrom(10, 400, 20_000),
  templates: fc.constantFrom(1, 3, 9, 40, 600),
  systemPrompts: fc.constantFrom(1, 8, 600),
  tools: fc.constantFrom(0, 5, 500),
  biasedTokens: fc.constantFrom(0, 1, 300),
  addresses: fc.constantFrom(1, 40, 600),
  hasWideIdentifiers: fc.boolean(),
});

/** The events of a plan, in time order. */
export function* eventsOf(plan: HostilePlan, accountId = 'acct-hostile'): Generator<UsageEvent> {
  for (let index = 0; index < plan.events; index++) yield eventOf(plan, accountId, index);
}

function eventOf(plan: HostilePlan, accountId: string, index: number): UsageEvent {
  const template = index % plan.templates;
  const identifier = (kind: string) =>
    `${kind}-${String(index)}`.padEnd(plan.hasWideIdentifiers ? 128 : 12, '漢');
  return {
    event_id: identifier('event'),
    occurred_at: new Date(startAt + index * 1500 * (1 + (index % 7))).toISOString(),
    account_id: accountId,
    end_user_id: identifier('user'),
    session_id: identifier('session'),
    model: `model-${String(index % 9)}`,
    client: {
      ip: `10.${String((index % plan.addresses) % 256)}.${String((index % plan.addresses) >> 8)}.9`,
      user_agent: identifier('agent'),
      tls_fingerprint: identifier('tls'),
    },
    usage: { input_tokens: index * 7919, output_tokens: 2 ** (index % 40) },
    request: requestOf(plan, index),
    messages: [
      {
        role: 'system',
        content: `You are assistant number ${wordsOf(index % plan.systemPrompts, 40)}`,
      },
      { role: 'user', content: promptOf(plan, template, index) },
    ],
  };
}

function requestOf(plan: HostilePlan, index: number): UsageEvent['request'] {
  return {
    temperature: index / 1000,
    max_output_tokens: 1,
    logprobs: true,
    top_logprobs: 20,
    tools: Array.from({ length: plan.tools }, (_, tool) => `tool-${String(tool * index)}`),
    logit_bias: Object.fromEntries(
      Array.from({ length: plan.biasedTokens }, (_, token) => [String(token * 600 + index), 100]),
    ),
  };
}

function promptOf(plan: HostilePlan, template: number, index: number): string {
  const head = `Instruction ${wordsOf(template, 60)} begins here. `;
  const tail = ` Always answer in the manner of ${wordsOf(template + 5000, 60)}.`;
  return head + wordsOf(index + 100_000, plan.messageCharacters) + tail;
}

/** Words that differ from seed to seed, without digits: masking numbers must not make them equal. */
function wordsOf(seed: number, characters: number): string {
  let state = (seed + 1) * 2_654_435_761;
  let text = '';
  while (text.length < characters) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += state % 5 === 0 ? ' ' : String.fromCharCode(97 + ((state >>> 8) % 26));
  }
  return text;
}
