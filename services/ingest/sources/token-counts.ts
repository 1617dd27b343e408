import type { Fields } from '../json-checks.ts';
import { asCount, asFields, sum, unlessEmpty } from './values.ts';

/** Token counts as OpenAI and those who follow it write them, where the input includes what was read from a cache. */
export function openAiUsage(given: unknown): Fields | undefined {
  const usage = asFields(given);
  const input = asFields(usage.prompt_tokens_details ?? usage.input_tokens_details);
  const output = asFields(usage.completion_tokens_details ?? usage.output_tokens_details);
  return unlessEmpty({
    input_tokens: asCount(usage.prompt_tokens ?? usage.input_tokens),
    output_tokens: asCount(usage.completion_tokens ?? usage.output_tokens),
    cached_input_tokens: asCount(input.cached_tokens),
    reasoning_tokens: asCount(output.reasoning_tokens),
  });
}

/** As Anthropic writes them: `input_tokens` holds neither what a cache gave nor what went into it. */
export function anthropicUsage(given: unknown): Fields | undefined {
  const usage = asFields(given);
  const read = asCount(usage.cache_read_input_tokens);
  const written = asCount(usage.cache_creation_input_tokens);
  return unlessEmpty({
    input_tokens: sum(asCount(usage.input_tokens), read, written),
    output_tokens: asCount(usage.output_tokens),
    cached_input_tokens: read,
  });
}
