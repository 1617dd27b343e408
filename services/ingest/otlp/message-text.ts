import type { Message } from '../../contracts/usage-event.ts';
import { isFields, type Fields } from '../json-checks.ts';
import { asList } from '../sources/values.ts';

// Without a prototype, because the names that are looked up come from the caller.
const roles: Readonly<Record<string, Message['role'] | undefined>> = {
  __proto__: null as never,
  system: 'system',
  developer: 'system',
  assistant: 'assistant',
  model: 'assistant',
  ai: 'assistant',
  tool: 'tool',
  function: 'tool',
};

export function roleOf(value: unknown): Message['role'] {
  return (typeof value === 'string' ? roles[value.toLowerCase()] : undefined) ?? 'user';
}

const asText = (value: unknown) =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

function callText(name: unknown, given: unknown): string {
  return `${asText(name)}(${asText(given)})`;
}

const partTexts: Readonly<Record<string, ((part: Fields) => string) | undefined>> = {
  __proto__: null as never,
  reasoning: () => '',
  thinking: () => '',
  tool_call: ({ name, arguments: given }) => callText(name, given),
  tool_use: ({ name, input }) => callText(name, input),
  tool_call_response: ({ response, result }) => asText(response ?? result),
};

/** A part of a message. Reasoning is no part of what was said; an image or a file shows as its kind. */
function partText(part: unknown): string {
  if (typeof part === 'string') return part;
  if (!isFields(part)) return '';
  const type = part['type'];
  const written = typeof type === 'string' ? partTexts[type] : undefined;
  if (written !== undefined) return written(part);
  const text = part['content'] ?? part['text'];
  if (text !== undefined) return Array.isArray(text) ? joinParts(text) : asText(text);
  return typeof type === 'string' ? `[${type.slice(0, 32)}]` : '';
}

function joinParts(parts: readonly unknown[]): string {
  return parts
    .map(partText)
    .filter((text) => text !== '')
    .join('\n');
}

function toolCallTexts(message: Fields): string[] {
  return asList(message['tool_calls'])
    .filter(isFields)
    .map((call) => (isFields(call['function']) ? call['function'] : call))
    .map((call) => callText(call['name'], call['arguments']));
}

/** What a message says: its parts, its content as text or parts, and the tools that it calls. */
export function messageText(message: unknown): string {
  if (!isFields(message)) return partText(message);
  const { parts, content } = message;
  const said = Array.isArray(parts) ? parts : Array.isArray(content) ? content : [content ?? ''];
  return [joinParts(said), ...toolCallTexts(message)].filter((text) => text !== '').join('\n');
}
