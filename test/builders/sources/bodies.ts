import type { Message, UsageEvent } from '../../../services/contracts/usage-event.ts';

type Json = Record<string, unknown>;

/** Parameters in OpenAI's names. */
export function openAiParameters({ request = {} }: UsageEvent): Json {
  const { max_output_tokens, tools, ...same } = request;
  const named = tools?.map((name) => ({ type: 'function', function: { name, parameters: {} } }));
  return {
    ...same,
    ...(max_output_tokens !== undefined && { max_tokens: max_output_tokens }),
    ...(named !== undefined && { tools: named }),
  };
}

export function openAiRequest(event: UsageEvent): Json {
  const { model, messages, end_user_id } = event;
  const user = end_user_id === undefined ? {} : { safety_identifier: end_user_id };
  return { model, ...openAiParameters(event), ...user, ...(messages && { messages }) };
}

export function openAiUsage({ usage = {} }: UsageEvent): Json {
  return {
    prompt_tokens: usage.input_tokens,
    completion_tokens: usage.output_tokens,
    prompt_tokens_details: { cached_tokens: usage.cached_input_tokens },
    completion_tokens_details: { reasoning_tokens: usage.reasoning_tokens },
  };
}

export function openAiResponse(event: UsageEvent): Json {
  const message = { role: 'assistant', content: event.completion };
  const choices = event.completion === undefined ? undefined : [{ index: 0, message }];
  return { id: event.event_id, ...(choices && { choices }), usage: openAiUsage(event) };
}

/** Instructions stand outside the messages, where there is one text of them before everything else. */
function splitSystem(messages: readonly Message[]) {
  const [first, ...rest] = messages;
  return first?.role === 'system'
    ? { system: first.content, rest }
    : { system: undefined, rest: messages };
}

export function anthropicRequest(event: UsageEvent): Json {
  const { model, request = {}, messages, end_user_id } = event;
  const { system, rest } = splitSystem(messages ?? []);
  const said = rest.map(({ role, content }) =>
    role === 'tool'
      ? { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content }] }
      : { role, content: [{ type: 'text', text: content }] },
  );
  return {
    ...{ model, max_tokens: request.max_output_tokens, system },
    ...{ temperature: request.temperature, top_p: request.top_p, stream: request.stream },
    tools: request.tools?.map((name) => ({ name, input_schema: {} })),
    metadata: { user_id: end_user_id },
    ...(messages && { messages: said }),
  };
}

export function anthropicResponse({ event_id, completion, usage = {} }: UsageEvent): Json {
  const cached = usage.cached_input_tokens;
  return {
    id: event_id,
    type: 'message',
    ...(completion !== undefined && { content: [{ type: 'text', text: completion }] }),
    usage: {
      input_tokens: (usage.input_tokens ?? 0) - (cached ?? 0),
      cache_read_input_tokens: cached,
      output_tokens: usage.output_tokens,
    },
  };
}

export function converseRequest({ request = {}, messages }: UsageEvent): Json {
  const { system, rest } = splitSystem(messages ?? []);
  const said = rest.map(({ role, content }) =>
    role === 'tool'
      ? {
          role: 'user',
          content: [{ toolResult: { toolUseId: 't', content: [{ text: content }] } }],
        }
      : { role, content: [{ text: content }] },
  );
  const { temperature, top_p: topP, max_output_tokens: maxTokens } = request;
  const tools = request.tools?.map((name) => ({ toolSpec: { name } }));
  return {
    ...(system !== undefined && { system: [{ text: system }] }),
    messages: said,
    inferenceConfig: { temperature, topP, maxTokens },
    ...(tools && { toolConfig: { tools } }),
  };
}

export function geminiRequest({ request = {}, messages }: UsageEvent): Json {
  const { system, rest } = splitSystem(messages ?? []);
  const contents = rest.map(({ role, content }) => ({
    role: role === 'assistant' ? 'model' : role,
    parts: [{ text: content }],
  }));
  const declarations = request.tools?.map((name) => ({ name }));
  return {
    ...(system !== undefined && { systemInstruction: { parts: [{ text: system }] } }),
    ...(messages && { contents }),
    generationConfig: {
      temperature: request.temperature,
      topP: request.top_p,
      maxOutputTokens: request.max_output_tokens,
      candidateCount: request.n,
      responseLogprobs: request.logprobs,
      logprobs: request.top_logprobs,
      seed: request.seed,
    },
    ...(declarations && { tools: [{ functionDeclarations: declarations }] }),
  };
}

export function geminiResponse({ completion, usage = {} }: UsageEvent): Json {
  const thoughts = usage.reasoning_tokens;
  return {
    ...(completion !== undefined && {
      candidates: [{ content: { role: 'model', parts: [{ text: completion }] } }],
    }),
    usageMetadata: {
      promptTokenCount: usage.input_tokens,
      candidatesTokenCount: (usage.output_tokens ?? 0) - (thoughts ?? 0),
      thoughtsTokenCount: thoughts,
      cachedContentTokenCount: usage.cached_input_tokens,
    },
  };
}
