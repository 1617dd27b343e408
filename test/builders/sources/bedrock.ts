import type { UsageEvent } from '../../../services/contracts/usage-event.ts';
import { converseRequest } from './bodies.ts';
import { onlyOpenAi, statusOf, type Json, type SourceWriter } from './source-writer.ts';

const bedrockErrors: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
  503: 'ServiceUnavailableException',
};

function writeBedrock(event: UsageEvent): Json {
  const { usage = {}, completion } = event;
  const message = { role: 'assistant', content: [{ text: completion }] };
  return {
    schemaType: 'ModelInvocationLog',
    timestamp: event.occurred_at,
    accountId: event.org_id,
    identity: { arn: event.account_id },
    requestId: event.event_id,
    operation: event.request?.stream === true ? 'ConverseStream' : 'Converse',
    modelId: event.model,
    requestMetadata: { user_id: event.end_user_id, session_id: event.session_id },
    errorCode: bedrockErrors[statusOf(event)],
    input: {
      inputBodyJson: event.messages && JSON.stringify(converseRequest(event)),
      inputTokenCount: (usage.input_tokens ?? 0) - (usage.cached_input_tokens ?? 0),
      cacheReadInputTokenCount: usage.cached_input_tokens,
    },
    output: {
      outputBodyJson: completion === undefined ? undefined : { output: { message } },
      outputTokenCount: usage.output_tokens,
    },
  };
}

export const bedrock: SourceWriter = {
  write: (event) => [writeBedrock(event)],
  lost: ['client', 'api_key_id', 'latency_ms', 'usage.reasoning_tokens', ...onlyOpenAi],
};
