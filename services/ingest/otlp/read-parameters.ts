import { find, findCount, findNumber, type Fact } from './genai-names.ts';
import { asList, isObject, type Attributes } from './protocol/any-value.ts';

type Fields = Readonly<Record<string, unknown>>;

function parseObject(value: unknown): Fields {
  if (isObject(value)) return value;
  if (typeof value !== 'string') return {};
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : {};
  } catch {
    // Cut short by a limit of the SDK. The single attributes may still say it.
    return {};
  }
}

function parseList(value: unknown): readonly unknown[] {
  if (typeof value !== 'string') return asList(value);
  return asList(parseObject(`{"list":${value}}`)['list']);
}

const isFlag = (value: unknown) => typeof value === 'boolean';
const isFinite = (value: unknown) => Number.isFinite(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

/** OpenInference carries the body's own parameters as one JSON object. */
function readInvocation(given: Fields): Fields {
  const candidates: readonly (readonly [string, unknown, (value: unknown) => boolean])[] = [
    ['temperature', given['temperature'], isFinite],
    ['top_p', given['top_p'], isFinite],
    ['max_output_tokens', given['max_completion_tokens'] ?? given['max_tokens'], isCount],
    ['n', given['n'], isCount],
    ['seed', given['seed'], isFinite],
    ['stream', given['stream'], isFlag],
    ['logprobs', given['logprobs'], isFlag],
    ['top_logprobs', given['top_logprobs'], isCount],
    ['logit_bias', given['logit_bias'], isBias],
  ];
  const good = candidates.filter(([, value, isGood]) => isGood(value));
  return Object.fromEntries(good.map(([name, value]) => [name, value]));
}

const isBias = (value: unknown) => isObject(value) && Object.values(value).every(isFinite);

function readTools(attributes: Attributes): readonly string[] {
  return parseList(find(attributes, 'toolDefinitions'))
    .filter(isObject)
    .map((tool) => (isObject(tool['function']) ? tool['function'] : tool)['name'])
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
  const there = Object.entries(own).filter(([, value]) => value !== undefined);
  const invocation = readInvocation(parseObject(find(attributes, 'invocation')));
  const all = { ...invocation, ...Object.fromEntries(there) };
  return Object.keys(all).length === 0 ? undefined : all;
}
