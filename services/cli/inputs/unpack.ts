import { PassThrough, Readable as NodeReadable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { AppError } from '../../errors.ts';
import type { Readable } from './input.ts';

interface Unpacking {
  /** Gets the text, chunk by chunk; when it ends early, the rest is not read. */
  readonly take: (chunks: AsyncIterable<Buffer>) => Promise<void>;
  /** Stored bytes that were read so far. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

const chunkSize = 262_144;
const gzipMagic = Buffer.from([0x1f, 0x8b]);
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const startsWith = (bytes: Buffer, magic: Buffer) => bytes.subarray(0, magic.length).equals(magic);

/** By what the first bytes are and not by the name: exporters name gzipped objects as they like. */
function decoderFor(head: Buffer): Transform {
  if (startsWith(head, gzipMagic)) return createGunzip({ chunkSize });
  if (startsWith(head, zstdMagic)) return createZstdDecompress({ chunkSize });
  return new PassThrough({ highWaterMark: chunkSize });
}

async function readHead(chunks: AsyncIterator<Buffer, unknown>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < zstdMagic.length) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

async function* continueFrom(head: Buffer, rest: AsyncIterator<Buffer, unknown>, count: Count) {
  count(head.length);
  yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    count(next.value.length);
    yield next.value;
  }
}
type Count = (bytes: number) => void;

function brokenStream(name: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const isCut = code === 'Z_BUF_ERROR' || code === 'ERR_STREAM_PREMATURE_CLOSE';
  const why = isCut ? 'is cut short' : `is broken (${code})`;
  return new AppError('file_unreadable', `${name} cannot be read: its compressed stream ${why}.`, {
    cause,
  });
}

const isOfZlib = (error: unknown) =>
  error instanceof Error && 'code' in error && /^(Z_|ZSTD_)/.test(String(error.code));

/**
 * Hands over the text of a file or object, gunzipped or decompressed from zstd when it is either.
 * Throws file_unreadable when the compressed stream is broken, and what reading and `take` throw.
 */
export async function unpack(source: Readable, { take, onBytes }: Unpacking): Promise<void> {
  const chunks = source.open()[Symbol.asyncIterator]();
  let bytes = 0;
  const count = (more: number) => onBytes?.((bytes += more));
  const head = await readHead(chunks);
  const enough = new AbortController();
  const takeAll = async (text: AsyncIterable<Buffer>) => {
    await take(text);
    enough.abort();
  };
  try {
    const stored = NodeReadable.from(continueFrom(head, chunks, count));
    await pipeline(stored, decoderFor(head), takeAll, { signal: enough.signal });
  } catch (cause) {
    if (enough.signal.aborted) return;
    throw isOfZlib(cause) ? brokenStream(source.name, cause) : cause;
  } finally {
    await chunks.return?.(undefined);
  }
}
