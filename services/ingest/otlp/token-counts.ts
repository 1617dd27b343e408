import type { Fields } from '../json-checks.ts';
import { unlessEmpty } from '../sources/values.ts';
import { findCount, findText } from './genai-names.ts';
import type { Attributes } from './protocol/any-value.ts';

interface Cached {
  readonly read: number | undefined;
  readonly written: number;
  /** True when the input tokens leave the cached ones out. */
  readonly isApart: boolean;
}

function readCached(attributes: Attributes): Cached {
  const apartRead = findCount(attributes, 'apartCacheRead');
  const apartWritten = findCount(attributes, 'apartCacheCreation');
  const read = findCount(attributes, 'cacheRead') ?? apartRead;
  const written = findCount(attributes, 'cacheCreation') ?? apartWritten ?? 0;
  const isAnthropic =
    findText(attributes, 'provider')?.toLowerCase().includes('anthropic') ?? false;
  const hasOwnNames = apartRead !== undefined || apartWritten !== undefined;
  return { read, written, isApart: hasOwnNames && isAnthropic };
}

/**
 * Usage in tokens with `input_tokens` including the cached ones. The conventions count them in; Anthropic's own
 * counters do not, nor can a count that is smaller than its cached part.
 */
export function readUsage(attributes: Attributes): Fields | undefined {
  const { read, written, isApart } = readCached(attributes);
  const given = findCount(attributes, 'inputTokens');
  const cached = (read ?? 0) + written;
  const input = given !== undefined && (isApart || cached > given) ? given + cached : given;
  return unlessEmpty({
    input_tokens: input,
    output_tokens: findCount(attributes, 'outputTokens'),
    cached_input_tokens: read,
    reasoning_tokens: findCount(attributes, 'reasoningTokens'),
  });
}
