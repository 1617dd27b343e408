import type { Message } from '../../contracts/usage-event.ts';
import { isTooDeep, type Fields } from '../json-checks.ts';
import { parseJson } from '../parse-json.ts';
import { asFields } from './values.ts';

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
  const value = parseJson(text);
  return isTooDeep(value) ? undefined : value;
}

/** The events of a stream of server-sent events; its closing `[DONE]` is none. */
function parseStream(text: string): unknown[] | undefined {
  const lines = text.split('\n').filter((line) => line.startsWith('data:'));
  const events = lines.map((line) => parse(line.slice(5))).filter((event) => event !== undefined);
  return events.length === 0 ? undefined : events;
}

/**
 * A body as JSON, however a gateway logged it: as JSON, as the text of it, or as the text of an event stream, which
 * gives the list of its events. Undefined for text that is neither, as a body that was cut, and for one nested without
 * end.
 */
export function readBodyJson(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? undefined;
  return parse(value) ?? parseStream(value);
}

/** The whole of a body that was logged in pieces. A piece that is no text counts as its JSON. */
export function joinPieces(pieces: readonly unknown[]): string {
  const texts = pieces.map((piece) =>
    typeof piece === 'string' ? piece : piece === null ? '' : JSON.stringify(piece),
  );
  return texts.join('');
}

interface Bodies {
  readonly request: unknown;
  readonly response: unknown;
}

interface BodyReaders {
  readonly readRequest: (body: Fields) => RequestContent;
  readonly readResponse: (body: unknown) => ResponseContent;
}

export interface CallContent extends RequestContent, ResponseContent {
  readonly contentState: 'truncated' | undefined;
  /** The request's body, for what a source looks up in it. */
  readonly body: Fields;
}

/** Both bodies of a call as a gateway logged them. A request that cannot be parsed was cut: its messages are unknown. */
export function readBodies(given: Bodies, { readRequest, readResponse }: BodyReaders): CallContent {
  const body = readBodyJson(given.request);
  const isCut = body === undefined && given.request !== undefined && given.request !== null;
  return {
    ...readRequest(asFields(body)),
    ...readResponse(readBodyJson(given.response)),
    contentState: isCut ? 'truncated' : undefined,
    body: asFields(body),
  };
}
