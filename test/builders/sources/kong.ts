import type { UsageEvent } from '../../../services/contracts/usage-event.ts';
import { openAiRequest, openAiResponse, openAiUsage } from './bodies.ts';
import { fingerprint, statusOf, type Json, type SourceWriter } from './source-writer.ts';

function writeKong(event: UsageEvent): Json {
  const payload = {
    request: JSON.stringify(openAiRequest(event)),
    response: event.completion === undefined ? undefined : JSON.stringify(openAiResponse(event)),
  };
  return {
    request: {
      id: event.event_id,
      headers: { 'user-agent': event.client?.user_agent, 'x-session-id': event.session_id },
    },
    response: { status: statusOf(event) },
    latencies: { request: event.latency_ms },
    started_at: Date.parse(event.occurred_at),
    client_ip: event.client?.ip,
    workspace_name: event.org_id,
    consumer: { id: 'c', custom_id: event.account_id },
    authenticated_entity: { id: event.api_key_id },
    ai: { proxy: { meta: { request_model: event.model }, usage: openAiUsage(event), payload } },
  };
}

export const kong: SourceWriter = { write: (event) => [writeKong(event)], lost: fingerprint };
