import { isCount, isFields, isNumber, type Fields } from '../json-checks.ts';
import { parseJson } from '../parse-json.ts';
import { asFields, asList, unlessEmpty } from '../sources/values.ts';
import { find, findCount, findNumber, type Fact } from './genai-names.ts';
import type { Attributes } from './protocol/any-value.ts';

function parseObject(value: unknown): Fields {
  if (isFields(value)) return value;
  // Cut short by a limit of the SDK it reads as nothing. The single attributes may still say it.
  return asFields(typeof value === 'string' ? parseJson(value) : undefined);
}

function parseList(value: unknown): readonly unknown[] {
  if (typeof value !== 'string') return asList(value);
  return asList(parseObject(`{"list":${value}}`)['list']);
}

const isFlag = (value: unknown) => typeof value === 'boolean';

/** OpenInference carries the body's own parameters as one JSON object. */
function readInvocation(given: Fields): Fields {
  const candidates: readonly (readonly [string, unknown, (value: unknown) => boolean])[] = [
    ['temperature', given['temperature'], isNumber],
    ['top_p', given['top_p'], isNumber],
    ['max_output_tokens', given['max_completion_tokens'] ?? given['max_tokens'], isCount],
    ['n', given['n'], isCount],
    ['seed', given['seed'], isNumber],
    ['stream', given['stream'], isFlag],
    ['logprobs', given['logprobs'], isFlag],
    ['top_logprobs', given['top_logprobs'], isCount],
    ['logit_bias', given['logit_bias'], isBias],
  ];
  const good = candidates.filter(([, value, isGood]) => isGood(value));
  return Object.fromEntries(good.map(([name, value]) => [name, value]));
}

const isBias = (value: unknown) => isFields(value) && Object.values(value).every(isNumber);

function readTools(attributes: Attributes): readonly string[] {
  return parseList(find(attributes, 'toolDefinitions'))
    .filter(isFields)
    .map((tool) => (isFields(tool['function']) ? tool['function'] : tool)['name'])
    .filter((name) => typeof name === 'string');
}

function readFlag(attributes: Attributes, fact: Fact): boolean | undefined {
  const value = find(attributes, fact);
  return typeof value === 'boolean' ? value : undefined;
}

/** The sampling parameters and tools of a call; undefined when the record names none. */
export function readParameters(attributes: Attributes): Fields | undefined {
  const tools = readTools(attributes);
  const own = {
    temperature: findNumber(attributes, 'temperature'),
    top_p: findNumber(attributes, 'topP'),
    max_output_tokens: findCount(attributes, 'maxOutputTokens'),
    n: findCount(attributes, 'choices'),
    seed: findNumber(attributes, 'seed'),
    stream: readFlag(attributes, 'stream'),
    logprobs: readFlag(attributes, 'logprobs'),
    top_logprobs: findCount(attributes, 'topLogprobs'),
    tools: tools.length === 0 ? undefined : tools,
  };
  const invocation = find(attributes, 'invocation');
  if (invocation === undefined) return unlessEmpty(own);
  const there = Object.entries(own).filter(([, value]) => value !== undefined);
  return unlessEmpty({ ...readInvocation(parseObject(invocation)), ...Object.fromEntries(there) });
}
