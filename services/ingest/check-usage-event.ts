import {
  isCount,
  isFields,
  isName,
  isNumber,
  isOptional,
  isText,
  isTimestamp,
  type Fields,
} from './json-checks.ts';

const roles: readonly unknown[] = ['system', 'user', 'assistant', 'tool'];
const contentStates: readonly unknown[] = [undefined, 'full', 'truncated', 'redacted', 'absent'];

const isBoolean = (value: unknown) => typeof value === 'boolean';
const isString = (value: unknown) => typeof value === 'string';

function isClient(value: unknown): boolean {
  return (
    isFields(value) &&
    isOptional(value.ip, isText, 64) &&
    isOptional(value.user_agent, isText, 1024) &&
    isOptional(value.asn, isCount) &&
    isOptional(value.tls_fingerprint, isText, 256)
  );
}

function isUsage(value: unknown): boolean {
  return (
    isFields(value) &&
    isOptional(value.input_tokens, isCount) &&
    isOptional(value.output_tokens, isCount) &&
    isOptional(value.cached_input_tokens, isCount) &&
    isOptional(value.reasoning_tokens, isCount)
  );
}

function isLogitBias(value: unknown): boolean {
  if (!isFields(value)) return false;
  for (const [token, bias] of Object.entries(value)) {
    if (token !== '__proto__' && !isNumber(bias)) return false;
  }
  return true;
}

function hasValidSampling(value: Fields): boolean {
  return (
    isOptional(value.temperature, isNumber) &&
    isOptional(value.top_p, isNumber) &&
    isOptional(value.max_output_tokens, isCount) &&
    isOptional(value.n, isCount) &&
    isOptional(value.seed, isNumber)
  );
}

function isModelRequest(value: unknown): boolean {
  return (
    isFields(value) &&
    hasValidSampling(value) &&
    isOptional(value.stream, isBoolean) &&
    isOptional(value.logprobs, isBoolean) &&
    isOptional(value.top_logprobs, isCount) &&
    isOptional(value.logit_bias, isLogitBias) &&
    isOptional(value.tools, isStrings)
  );
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every(isString);
}

function isMessage(value: unknown): boolean {
  return isFields(value) && roles.includes(value.role) && typeof value.content === 'string';
}

function isMessages(value: unknown): boolean {
  return Array.isArray(value) && value.every(isMessage);
}

function isRate(value: unknown): boolean {
  return isNumber(value) && (value as number) > 0 && (value as number) <= 1;
}

function hasValidNames(value: Fields): boolean {
  return (
    isOptional(value.org_id, isName) &&
    isOptional(value.api_key_id, isName) &&
    isOptional(value.end_user_id, isName) &&
    isOptional(value.session_id, isName) &&
    isOptional(value.operation, isText, 64) &&
    isOptional(value.source, isText)
  );
}

function hasValidParts(value: Fields): boolean {
  return (
    isOptional(value.client, isClient) &&
    isOptional(value.usage, isUsage) &&
    isOptional(value.request, isModelRequest) &&
    isOptional(value.messages, isMessages)
  );
}

function hasValidOutcome(value: Fields): boolean {
  return (
    isOptional(value.status, Number.isSafeInteger) &&
    isOptional(value.latency_ms, (ms) => isNumber(ms) && (ms as number) >= 0) &&
    isOptional(value.completion, isString) &&
    contentStates.includes(value.content_state) &&
    isOptional(value.sample_rate, isRate)
  );
}

/**
 * Exactly what the `usageEvent` schema accepts (a property test holds the two together), at a tenth of its time:
 * ingest asks this for every line and the schema only for the reason of a refusal.
 */
export function isUsageEvent(value: unknown): boolean {
  return (
    isFields(value) &&
    isName(value.event_id) &&
    isTimestamp(value.occurred_at) &&
    isName(value.account_id) &&
    isName(value.model, 256) &&
    hasValidNames(value) &&
    hasValidOutcome(value) &&
    hasValidParts(value)
  );
}
