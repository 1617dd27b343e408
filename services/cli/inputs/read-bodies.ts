import { AppError } from '../../errors.ts';
import type { Readable } from './input.ts';
import { unpack } from './unpack.ts';

interface BodySink {
  /** Some of the text's lines, or all of a text that is one JSON array or object over many lines. */
  readonly onBody: (body: Buffer) => Promise<void> | void;
  /** Stored bytes that were read so far. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** Larger ones fall out of the processor's caches: at 4 MiB reading takes half as long again. */
const bodyBytes = 524_288;
const mostOfOneText = 256 * 1_048_576;
const newline = 0x0a;
const openBracket = 0x5b;

/** Pretty-printed: the first line opens something and ends in the midst of it. */
function isOneText(start: Buffer): boolean {
  const line =
    start
      .toString('utf8')
      .replace(/^\ufeff/, '')
      .trimStart()
      .split('\n', 1)[0] ?? '';
  return /^[[{]/.test(line) && /[[{,]\s*$/.test(line);
}

function tooLong(name: string): AppError {
  return new AppError(
    'file_unreadable',
    `${name} cannot be read: it is one JSON text or line of more than 256 MiB. Write one record a line.`,
  );
}

/**
 * Whole lines as bodies of their own. What starts with a bracket reads as one array from there to its end: a line
 * that does stands alone, so that it takes none of the lines behind it along.
 */
function* cutArrays(lines: Buffer): Generator<Buffer> {
  let rest = lines;
  while (rest[0] === openBracket) {
    const end = rest.indexOf(newline) + 1;
    if (end === 0) break;
    yield rest.subarray(0, end);
    rest = rest.subarray(end);
  }
  if (rest.length > 0) yield rest;
}

/** Collects chunks until there is a body of whole lines. */
function createBodyCutter(name: string) {
  let parts: Buffer[] = [];
  let bytes = 0;
  let isWhole: boolean | undefined;
  const judge = (all: Buffer): boolean => (isWhole ??= isOneText(all.subarray(0, bodyBytes)));
  const keep = (rest: Buffer) => {
    parts = rest.length > 0 ? [rest] : [];
    bytes = rest.length;
  };
  return {
    push: (chunk: Buffer): Iterable<Buffer> => {
      parts.push(chunk);
      bytes += chunk.length;
      if (bytes > mostOfOneText) throw tooLong(name);
      if (bytes < bodyBytes || isWhole === true || !chunk.includes(newline)) return [];
      const all = Buffer.concat(parts);
      const end = judge(all) ? 0 : all.lastIndexOf(newline) + 1;
      keep(all.subarray(end));
      return cutArrays(all.subarray(0, end));
    },
    end: (): Iterable<Buffer> => {
      const all = Buffer.concat(parts);
      return judge(all) ? [all] : cutArrays(all);
    },
  };
}

/**
 * Hands over a file or object in bodies as a shipper would post them, half a MiB or so each, so that a log of any length can
 * be read. Throws file_unreadable as `unpack` does, and for one JSON text of more than 256 MiB.
 */
export async function readBodies(from: Readable, { onBody, onBytes }: BodySink): Promise<void> {
  const cutter = createBodyCutter(from.name);
  const take = async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      for (const body of cutter.push(chunk)) await onBody(body);
    }
    for (const body of cutter.end()) await onBody(body);
  };
  await unpack(from, { take, onBytes });
}
