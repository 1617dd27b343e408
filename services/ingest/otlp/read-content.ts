import type { Message } from '../../contracts/usage-event.ts';
import { isFields } from '../json-checks.ts';
import { parseJson } from '../parse-json.ts';
import { asList } from '../sources/values.ts';
import { find } from './genai-names.ts';
import { inputPrefixes, outputPrefixes, readIndexed } from './indexed-messages.ts';
import { messageText, roleOf } from './message-text.ts';
import type { Attributes } from './protocol/any-value.ts';

export interface Content {
  readonly messages?: readonly Message[];
  readonly completion?: string;
  readonly content_state?: 'truncated' | 'redacted' | 'absent';
}

interface Parsed {
  readonly value: unknown;
  /** An SDK's limit on the length of attributes cuts JSON short. */
  readonly isCut: boolean;
}

const redacted: ReadonlySet<unknown> = new Set(['__REDACTED__', '[REDACTED]', 'REDACTED']);

/** Structured content may come as JSON in a string; a string that is no JSON is the text itself. */
function parseContent(value: unknown): Parsed {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return { value, isCut: false };
  const parsed = parseJson(value);
  // The text is kept as it is, and its state says that it is not whole.
  return parsed === undefined ? { value, isCut: true } : { value: parsed, isCut: false };
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value as unknown[];
  if (!isFields(value)) return [value];
  const inner = value['messages'] ?? value['choices'] ?? value['contents'];
  return Array.isArray(inner) ? (inner as unknown[]) : [value];
}

function readMessage(value: unknown): Message {
  const role = roleOf(isFields(value) ? value['role'] : undefined);
  return { role, content: messageText(value) };
}

function readSystem(value: unknown): Message[] {
  const content = listOf(value)
    .map((part) => messageText(isFields(part) && 'type' in part ? { parts: [part] } : part))
    .filter((text) => text !== '')
    .join('\n');
  return content === '' ? [] : [{ role: 'system', content }];
}

/** A choice of a response body wraps its message. */
const unwrap = (value: unknown) =>
  isFields(value) && isFields(value['message']) ? value['message'] : value;

function readCompletion(value: unknown, attributes: Attributes): string {
  if (value === undefined)
    return readIndexed(attributes, outputPrefixes)
      .map(({ content }) => content)
      .join('\n');
  return asList(listOf(value))
    .map((each) => messageText(unwrap(each)))
    .join('\n');
}

/** Messages and answer. Without any attribute of content the state is `absent`, never an empty conversation. */
export function readContent(attributes: Attributes): Content {
  const input = parseContent(find(attributes, 'input'));
  const output = parseContent(find(attributes, 'output'));
  const system = parseContent(find(attributes, 'system'));
  const spoken =
    input.value === undefined
      ? readIndexed(attributes, inputPrefixes)
      : listOf(input.value).map(readMessage);
  const messages = [...readSystem(system.value), ...spoken];
  const completion = readCompletion(output.value, attributes);
  const answer = completion === '' ? {} : { completion };
  if (messages.length === 0) return { ...answer, content_state: 'absent' };
  const texts = messages.map(({ content }) => content);
  if (texts.every((text) => redacted.has(text))) return { content_state: 'redacted' };
  const isCut = input.isCut || output.isCut || system.isCut;
  return { messages, ...answer, ...(isCut ? { content_state: 'truncated' } : {}) };
}
