import type { Message } from '../../contracts/usage-event.ts';
import type { Fields } from '../json-checks.ts';

/** What the body of a request says. */
export interface RequestContent {
  readonly model: unknown;
  readonly operation: string | undefined;
  readonly request: Fields | undefined;
  readonly messages: readonly Message[] | undefined;
}

/** What the body of an answer says. */
export interface ResponseContent {
  readonly id: unknown;
  readonly completion: string | undefined;
  readonly usage: Fields | undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which may be a prompt.
    return undefined;
  }
}

/** The events of a stream of server-sent events; its closing `[DONE]` is none. */
function parseStream(text: string): unknown[] | undefined {
  const lines = text.split('\n').filter((line) => line.startsWith('data:'));
  const events = lines.map((line) => parse(line.slice(5))).filter((event) => event !== undefined);
  return events.length === 0 ? undefined : events;
}

/**
 * A body as JSON, however a gateway logged it: as JSON, as the text of it, or as the text of an event stream, which
 * gives the list of its events. Undefined for text that is neither, as a body that was cut.
 */
export function readBodyJson(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? undefined;
  return parse(value) ?? parseStream(value);
}
