import type { UsageEvent } from '../../../services/contracts/usage-event.ts';
import { openAiParameters, openAiResponse, openAiUsage } from './bodies.ts';
import { fingerprint, statusOf, type Json, type SourceWriter } from './source-writer.ts';

function keyOf(event: UsageEvent): Json {
  return {
    user_api_key_user_id: event.account_id,
    user_api_key_hash: event.api_key_id,
    user_api_key_org_id: event.org_id ?? null,
    requester_metadata: { session_id: event.session_id },
  };
}

function callerOf(event: UsageEvent): Json {
  return {
    end_user: event.end_user_id ?? '',
    requester_ip_address: event.client?.ip,
    request_tags: [`User-Agent: ${event.client?.user_agent ?? ''}`],
    metadata: { ...keyOf(event), usage_object: openAiUsage(event) },
  };
}

function writeLitellm(event: UsageEvent): Json {
  const failed = statusOf(event) !== 200;
  return {
    id: event.event_id,
    call_type: 'acompletion',
    status: failed ? 'failure' : 'success',
    error_information: failed ? { error_code: String(statusOf(event)) } : null,
    startTime: Date.parse(event.occurred_at) / 1_000,
    response_time: (event.latency_ms ?? 0) / 1_000,
    model: `provider/${event.model}`,
    model_group: event.model,
    prompt_tokens: event.usage?.input_tokens,
    completion_tokens: event.usage?.output_tokens,
    ...callerOf(event),
    model_parameters: openAiParameters(event),
    messages: event.messages ?? null,
    response: event.completion === undefined ? null : openAiResponse(event),
  };
}

export const litellm: SourceWriter = { write: (event) => [writeLitellm(event)], lost: fingerprint };
