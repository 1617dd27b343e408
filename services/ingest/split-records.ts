import { isBlank, scanArray, trim } from './scan-array.ts';

export interface RawRecord {
  /** From 1: the line of the body, or the place in the array. */
  readonly line: number;
  /** JSON as it came, surrounding space removed. May be anything at all. */
  readonly bytes: Buffer;
}

const newline = 0x0a;
const openBrace = 0x7b;
const openBracket = 0x5b;

function afterByteOrderMark(body: Buffer): Buffer {
  const hasMark = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
  return hasMark ? body.subarray(3) : body;
}

function parses(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}

/** One object over several lines: its first line alone is no JSON, and all lines together are. */
function isOneObject(body: Buffer, start: number): boolean {
  const end = body.indexOf(newline, start);
  if (end === -1) return true;
  return !parses(body.subarray(start, end)) && parses(body.subarray(start));
}

function* splitLines(body: Buffer): Generator<RawRecord> {
  let position = 0;
  for (let line = 1; position < body.length; line += 1) {
    const found = body.indexOf(newline, position);
    const end = found === -1 ? body.length : found;
    const bytes = trim(body.subarray(position, end));
    if (bytes.length > 0) yield { line, bytes };
    position = end + 1;
  }
}

function* numberElements(elements: Iterable<Buffer>): Generator<RawRecord> {
  let line = 0;
  for (const bytes of elements) yield { line: (line += 1), bytes };
}

/** Whether the body is an array, whose emptiness is an answer and no mistake. */
export function isArrayBody(body: Buffer): boolean {
  return trim(afterByteOrderMark(body))[0] === openBracket;
}

/** Sniffs NDJSON, a JSON array or one object, whatever the content type says, and yields the records' own bytes. */
export function splitRecords(given: Buffer): Iterable<RawRecord> {
  const body = afterByteOrderMark(given);
  let start = 0;
  while (start < body.length && isBlank(body[start])) start += 1;
  if (body[start] === openBracket) return numberElements(scanArray(body, start));
  const isObject = body[start] === openBrace && isOneObject(body, start);
  return isObject ? [{ line: 1, bytes: trim(body) }] : splitLines(body);
}
