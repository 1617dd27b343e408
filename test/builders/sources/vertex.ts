import type { UsageEvent } from '../../../services/contracts/usage-event.ts';
import { geminiRequest, geminiResponse } from './bodies.ts';
import { fingerprint, statusOf, type Json, type SourceWriter } from './source-writer.ts';

function writeVertex(event: UsageEvent): Json {
  const { account_id, api_key_id, org_id, session_id, end_user_id, client } = event;
  return {
    ...{ account_id, api_key_id, org_id, session_id, end_user_id },
    ...{ caller_ip: client?.ip, caller_supplied_user_agent: client?.user_agent },
    logging_time: event.occurred_at.replace('T', ' ').replace('Z', ' UTC'),
    request_id: event.event_id,
    model: `publishers/google/models/${event.model}`,
    api_method: event.request?.stream === true ? 'streamGenerateContent' : 'generateContent',
    full_request: geminiRequest(event),
    full_response:
      statusOf(event) === 200
        ? geminiResponse(event)
        : { error: { code: statusOf(event) }, ...geminiResponse(event) },
  };
}

export const vertex: SourceWriter = {
  write: (event) => [writeVertex(event)],
  lost: [
    ...[...fingerprint, 'latency_ms', 'operation'],
    ...['request.logit_bias', 'request.response_format'],
  ],
};
