import type { UsageEvent } from '../../../services/contracts/usage-event.ts';
import { fingerprint, statusOf, type Json, type SourceWriter } from './source-writer.ts';

function countsOf({ usage = {} }: UsageEvent): Json {
  return {
    'gen_ai.usage.input_tokens': String(usage.input_tokens),
    'gen_ai.usage.output_tokens': String(usage.output_tokens),
    'gen_ai.usage.cached_input_tokens': String(usage.cached_input_tokens ?? '-'),
    'gen_ai.usage.reasoning_tokens': String(usage.reasoning_tokens ?? '-'),
  };
}

/** Numbers as text, and a dash for what is not there. */
function writeEnvoy(event: UsageEvent): Json {
  return {
    start_time: event.occurred_at,
    'x-request-id': event.event_id,
    response_code: String(statusOf(event)),
    duration: String(event.latency_ms),
    'x-account-id': event.account_id,
    api_key_id: event.api_key_id,
    org_id: event.org_id ?? '-',
    end_user_id: event.end_user_id ?? '-',
    'session.id': event.session_id ?? '-',
    'x-forwarded-for': `${event.client?.ip ?? '-'},10.0.0.1`,
    'user-agent': event.client?.user_agent,
    'gen_ai.request.model': event.model,
    ...countsOf(event),
  };
}

export const envoy: SourceWriter = {
  write: (event) => [writeEnvoy(event)],
  lost: [...fingerprint, 'request', 'messages', 'completion'],
};
