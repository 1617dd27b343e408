import type { Message } from '../../contracts/usage-event.ts';
import { roleOf } from './message-text.ts';
import type { Attributes } from './protocol/any-value.ts';

/** Conventions that write one attribute for each field of each message: `llm.input_messages.0.message.content`. */
export const inputPrefixes = ['llm.input_messages.', 'gen_ai.prompt.'] as const;
export const outputPrefixes = ['llm.output_messages.', 'gen_ai.completion.'] as const;

interface Draft {
  role: unknown;
  readonly texts: string[];
}

const fieldOf = /^(\d{1,6})\.(?:message\.)?(.+)$/;
const textField = /^(?:content|contents\.\d+\.message_content\.text)$/;
const callArguments = /tool_calls\.\d+\.(?:tool_call\.function\.)?arguments$/;

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** `name(arguments)`; the name stands in an attribute beside the arguments. */
function callText(attributes: Attributes, key: string): string {
  const name = attributes.get(`${key.slice(0, -'arguments'.length)}name`) ?? '';
  return `${asText(name)}(${asText(attributes.get(key))})`;
}

function collect(attributes: Attributes, prefix: string): Map<number, Draft> {
  const drafts = new Map<number, Draft>();
  const keys = [...attributes.keys()].filter((key) => key.startsWith(prefix)).sort();
  for (const key of keys) {
    const [, index = '', field = ''] = fieldOf.exec(key.slice(prefix.length)) ?? [];
    if (field === '') continue;
    const draft = drafts.get(Number(index)) ?? { role: undefined, texts: [] };
    drafts.set(Number(index), draft);
    const value = attributes.get(key);
    if (field === 'role') draft.role = value;
    else if (textField.test(field)) draft.texts.push(asText(value));
    else if (callArguments.test(field)) draft.texts.push(callText(attributes, key));
  }
  return drafts;
}

/** The messages under the first prefix that holds any, in order of their index. */
export function readIndexed(attributes: Attributes, prefixes: readonly string[]): Message[] {
  for (const prefix of prefixes) {
    const drafts = [...collect(attributes, prefix)].sort(([left], [right]) => left - right);
    if (drafts.length === 0) continue;
    return drafts.map(([, { role, texts }]) => ({
      role: roleOf(role),
      content: texts.join('\n'),
    }));
  }
  return [];
}
