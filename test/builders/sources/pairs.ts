import type { UsageEvent } from '../../../services/contracts/usage-event.ts';
import { anthropicRequest, anthropicResponse, openAiRequest, openAiResponse } from './bodies.ts';
import {
  fingerprint,
  onlyOpenAi,
  statusOf,
  type Json,
  type SourceWriter,
} from './source-writer.ts';

function pairOf(event: UsageEvent): Json {
  const { account_id, api_key_id, org_id, session_id, latency_ms, client, operation } = event;
  const who = { account_id, api_key_id, org_id, session_id, operation };
  const headers = { 'X-Forwarded-For': client?.ip, 'User-Agent': client?.user_agent };
  return { time: event.occurred_at, status: statusOf(event), latency_ms, ...who, headers };
}

export const openai: SourceWriter = {
  write: (event) => [
    { ...pairOf(event), request: openAiRequest(event), response: openAiResponse(event) },
  ],
  lost: fingerprint,
};

export const anthropic: SourceWriter = {
  write: (event) => [
    { ...pairOf(event), request: anthropicRequest(event), response: anthropicResponse(event) },
  ],
  lost: [...fingerprint, 'usage.reasoning_tokens', ...onlyOpenAi],
};
