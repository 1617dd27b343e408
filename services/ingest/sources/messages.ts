import type { Message } from '../../contracts/usage-event.ts';
import { isFields, type Fields } from '../json-checks.ts';
import { contentText, toolCallText } from './content-text.ts';
import { asFields, asList } from './values.ts';

const roles: Readonly<Record<string, Message['role']>> = {
  system: 'system',
  developer: 'system',
  assistant: 'assistant',
  model: 'assistant',
  tool: 'tool',
  function: 'tool',
  function_call: 'assistant',
  function_call_output: 'tool',
};

/** Our word for a role. What nobody documented reads as the caller's own words. */
export function toRole(role: unknown): Message['role'] {
  return typeof role === 'string' && Object.hasOwn(roles, role) ? (roles[role] ?? 'user') : 'user';
}

function toolCallTexts(message: Fields): string[] {
  return asList(message.tool_calls)
    .map((call) => asFields(asFields(call).function))
    .map(({ name, arguments: given }) => toolCallText(name, given));
}

/** What a message of the assistant says: its text, and its calls of tools after it. */
export function messageText(message: Fields): string {
  const text = contentText(message.content ?? message.output ?? []);
  const own = message.type === 'function_call' ? [contentText(message)] : [];
  return [text, ...own, ...toolCallTexts(message)].filter((each) => each !== '').join('\n');
}

const isToolResult = (part: unknown) => isFields(part) && part.type === 'tool_result';

function roleOf({ role, type, content }: Fields): Message['role'] {
  // Anthropic sends the results of tools as a user's message.
  if (Array.isArray(content) && content.length > 0 && content.every(isToolResult)) return 'tool';
  return toRole(role ?? type);
}

/** The messages of a request in order; an entry that is text alone is the user's. */
export function toMessages(list: readonly unknown[]): Message[] {
  return list.flatMap((entry): Message[] => {
    if (typeof entry === 'string') return [{ role: 'user', content: entry }];
    return isFields(entry) ? [{ role: roleOf(entry), content: messageText(entry) }] : [];
  });
}

/** Instructions that stand outside the messages come first, as the system's. */
export function withSystem(system: unknown, messages: readonly Message[]): readonly Message[] {
  const content = contentText(system);
  return content === '' ? messages : [{ role: 'system', content }, ...messages];
}
