import type { UsageEvent } from '../../../services/contracts/usage-event.ts';
import { keyValues, span, type Attributes, type Value } from '../../support/otlp-requests.ts';
import { statusOf, type Json } from './source-writer.ts';

/** What neither spans nor log records have a place for. */
const lost = [
  ...['client.asn', 'client.tls_fingerprint'],
  ...['request.logit_bias', 'request.response_format'],
];

function whole(fields: Readonly<Record<string, Value | undefined>>): Attributes {
  const there = Object.entries(fields).filter((entry): entry is [string, Value] => {
    return entry[1] !== undefined;
  });
  return Object.fromEntries(there);
}

function identityOf(event: UsageEvent) {
  return {
    'user.id': event.account_id,
    'api_key.id': event.api_key_id,
    'organization.id': event.org_id,
    'end_user.id': event.end_user_id,
    'gen_ai.conversation.id': event.session_id,
    'client.address': event.client?.ip,
    'user_agent.original': event.client?.user_agent,
  };
}

function usageOf({ usage = {} }: UsageEvent) {
  return {
    'gen_ai.usage.input_tokens': usage.input_tokens,
    'gen_ai.usage.output_tokens': usage.output_tokens,
    'gen_ai.usage.cache_read.input_tokens': usage.cached_input_tokens,
    'gen_ai.usage.reasoning.output_tokens': usage.reasoning_tokens,
  };
}

function parametersOf({ request = {} }: UsageEvent) {
  const tools = request.tools?.map((name) => ({ type: 'function', name }));
  return {
    'gen_ai.request.temperature': request.temperature,
    'gen_ai.request.top_p': request.top_p,
    'gen_ai.request.max_tokens': request.max_output_tokens,
    'gen_ai.request.choice.count': request.n,
    'gen_ai.request.seed': request.seed,
    'gen_ai.request.stream': request.stream,
    'gen_ai.request.logprobs': request.logprobs,
    'gen_ai.request.top_logprobs': request.top_logprobs,
    'gen_ai.tool.definitions': tools && JSON.stringify(tools),
  };
}

const part = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] });

function contentOf({ messages, completion }: UsageEvent) {
  const said = messages?.map(({ role, content }) => part(role, content));
  const answer = completion === undefined ? undefined : [part('assistant', completion)];
  return {
    'gen_ai.input.messages': said && JSON.stringify(said),
    'gen_ai.output.messages': answer && JSON.stringify(answer),
  };
}

function attributesOf(event: UsageEvent): Attributes {
  return whole({
    'gen_ai.operation.name': event.operation,
    'gen_ai.request.model': event.model,
    'gen_ai.response.id': event.event_id,
    'http.response.status_code': statusOf(event),
    ...identityOf(event),
    ...usageOf(event),
    ...parametersOf(event),
    ...contentOf(event),
  });
}

/** The id of a span is the id of its event. */
export const spans = {
  lost: [...lost, 'event_id'],
  write: (event: UsageEvent, place: number): Json => {
    const startMs = Date.parse(event.occurred_at);
    const spanId = (place + 1).toString(16).padStart(16, '0');
    const endMs = startMs + (event.latency_ms ?? 0);
    return span({ spanId, startMs, endMs, attributes: attributesOf(event) });
  },
};

/** A log record without a span goes by the id of the response. */
export const logRecords = {
  lost: [...lost, 'latency_ms'],
  write: (event: UsageEvent): Json => ({
    timeUnixNano: `${String(Date.parse(event.occurred_at))}000000`,
    eventName: 'gen_ai.client.inference.operation.details',
    attributes: keyValues(attributesOf(event)),
  }),
};
