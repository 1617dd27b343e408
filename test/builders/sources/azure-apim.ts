import type { UsageEvent } from '../../../services/contracts/usage-event.ts';
import {
  fingerprint,
  onlyOpenAi,
  statusOf,
  type Json,
  type SourceWriter,
} from './source-writer.ts';

const pieces = 3;

/** Messages as one text in three rows, and the gateway's row between them. */
function writeAzure(event: UsageEvent): Json[] {
  const { messages, completion, usage = {} } = event;
  const asked = messages === undefined ? '' : JSON.stringify(messages);
  const answered =
    completion === undefined ? '' : JSON.stringify([{ role: 'assistant', content: completion }]);
  const cut = (text: string, place: number) => {
    const length = Math.ceil(text.length / pieces);
    return text.slice(place * length, (place + 1) * length);
  };
  const common = { TimeGenerated: event.occurred_at, CorrelationId: event.event_id };
  const [first, ...rest] = Array.from({ length: pieces }, (_, place) => ({
    ...common,
    SequenceNumber: place,
    RequestMessages: cut(asked, place),
    ResponseMessages: cut(answered, place),
  }));
  const counts = { PromptTokens: usage.input_tokens, CompletionTokens: usage.output_tokens };
  const IsStreamCompletion = event.request?.stream;
  const gateway = {
    ...{ ...common, Type: 'ApiManagementGatewayLogs', ApimSubscriptionId: event.account_id },
    ...{ ProductId: event.org_id, ResponseCode: statusOf(event), TotalTime: event.latency_ms },
    CallerIpAddress: event.client?.ip,
    RequestHeaders: {
      'user-agent': event.client?.user_agent,
      'X-End-User-Id': event.end_user_id,
      'X-Session-Id': event.session_id,
    },
  };
  return [
    ...rest.toReversed(),
    gateway,
    { ...first, ...counts, DeploymentName: event.model, IsStreamCompletion },
  ];
}

export const azureApim: SourceWriter = {
  write: writeAzure,
  lost: [
    ...[...fingerprint, 'api_key_id', 'usage.cached_input_tokens', 'usage.reasoning_tokens'],
    ...['temperature', 'top_p', 'max_output_tokens', 'tools'].map((name) => `request.${name}`),
    ...onlyOpenAi,
  ],
};
