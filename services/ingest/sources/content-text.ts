import { isFields, type Fields } from '../json-checks.ts';
import { asText } from './values.ts';

/** A call of a tool as text: `name(arguments)`. Arguments are JSON text or an object. */
export function toolCallText(name: unknown, given: unknown): string {
  const written =
    typeof given === 'string' ? given : given === undefined ? '' : JSON.stringify(given);
  return `${asText(name) ?? 'tool'}(${written})`;
}

const isToolUse = (part: Fields) => part.type === 'tool_use' || part.type === 'function_call';

function partText(part: unknown): string | undefined {
  if (typeof part === 'string') return part;
  if (!isFields(part)) return undefined;
  if (isToolUse(part)) return toolCallText(part.name, part.input ?? part.arguments);
  if (typeof part.text === 'string') return part.text;
  // The result of a tool, which holds parts in its turn.
  return part.type === 'tool_result' ? contentText(part.content) : undefined;
}

/**
 * The text of a message's content: text, a list of parts, or nothing. Calls of tools and their results count as text;
 * images, sound and the model's own thinking do not.
 */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return partText(content) ?? '';
  const texts = content.map(partText).filter((text) => text !== undefined);
  return texts.join('\n');
}
