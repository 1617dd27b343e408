import { asCount, asNumber } from '../sources/values.ts';
import type { Attributes } from './protocol/any-value.ts';

/**
 * What each fact is called, current convention first: OpenTelemetry GenAI, its names up to 1.36, OpenInference
 * (`llm.*`), Cloudflare.
 */
export const names = {
  operation: ['gen_ai.operation.name', 'llm.request.type'],
  provider: [
    'gen_ai.provider.name',
    'gen_ai.system',
    'gen_ai.model.provider',
    'llm.provider',
    'llm.system',
  ],
  model: [
    'gen_ai.request.model',
    'llm.model_name',
    'embedding.model_name',
    'gen_ai.response.model',
    'llm.request.model',
  ],
  responseId: ['gen_ai.response.id', 'llm.response.id'],
  inputTokens: [
    'gen_ai.usage.input_tokens',
    'gen_ai.usage.prompt_tokens',
    'llm.token_count.prompt',
    'llm.usage.prompt_tokens',
  ],
  outputTokens: [
    'gen_ai.usage.output_tokens',
    'gen_ai.usage.completion_tokens',
    'llm.token_count.completion',
    'llm.usage.completion_tokens',
  ],
  cacheRead: [
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cached_input_tokens',
    'llm.token_count.prompt_details.cache_read',
  ],
  cacheCreation: [
    'gen_ai.usage.cache_creation.input_tokens',
    'llm.token_count.prompt_details.cache_write',
  ],
  /** Anthropic's own counters, beside which its input tokens leave the cached ones out. */
  apartCacheRead: ['gen_ai.usage.cache_read_input_tokens'],
  apartCacheCreation: ['gen_ai.usage.cache_creation_input_tokens'],
  reasoningTokens: [
    'gen_ai.usage.reasoning.output_tokens',
    'gen_ai.usage.reasoning_tokens',
    'llm.token_count.completion_details.reasoning',
  ],
  httpStatus: ['http.response.status_code', 'http.status_code'],
  temperature: ['gen_ai.request.temperature'],
  topP: ['gen_ai.request.top_p'],
  maxOutputTokens: ['gen_ai.request.max_tokens'],
  choices: ['gen_ai.request.choice.count', 'gen_ai.request.n'],
  seed: ['gen_ai.request.seed', 'gen_ai.openai.request.seed'],
  stream: ['gen_ai.request.stream', 'gen_ai.is_streaming', 'llm.is_streaming'],
  logprobs: ['gen_ai.request.logprobs'],
  topLogprobs: ['gen_ai.request.top_logprobs'],
  invocation: ['llm.invocation_parameters'],
  toolDefinitions: ['gen_ai.tool.definitions', 'gen_ai.request.tools'],
  system: ['gen_ai.system_instructions'],
  input: ['gen_ai.input.messages', 'gen_ai.prompt_json', 'gen_ai.prompt'],
  output: ['gen_ai.output.messages', 'gen_ai.completion_json', 'gen_ai.completion'],
} as const;

export type Fact = keyof typeof names;

/** The first of a fact's names that is there. */
export function find(attributes: Attributes, fact: Fact): unknown {
  for (const name of names[fact]) {
    const value = attributes.get(name);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

export function findText(attributes: Attributes, fact: Fact): string | undefined {
  const value = find(attributes, fact);
  return typeof value === 'string' ? value : undefined;
}

/** A number, also one written as text, as some gateways do. */
export function findNumber(attributes: Attributes, fact: Fact): number | undefined {
  return asNumber(find(attributes, fact));
}

/** A whole number from 0; undefined for what is none, because one odd counter must not cost the whole call. */
export function findCount(attributes: Attributes, fact: Fact): number | undefined {
  return asCount(find(attributes, fact));
}
