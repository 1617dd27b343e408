import { createReadStream } from 'node:fs';
import { PassThrough, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { AppError } from '../errors.ts';

interface LineSink {
  /** The line's bytes without its end, valid during the call. Blank lines are left out. */
  readonly onLine: (line: Buffer) => void;
  /** Bytes of the file read so far. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  /** Asked between chunks; the rest of the file is not read once it says so. */
  readonly isEnough?: () => boolean;
}

function decoderOf(path: string): Transform {
  if (path.endsWith('.gz')) return createGunzip({ chunkSize: 262_144 });
  if (path.endsWith('.zst')) return createZstdDecompress({ chunkSize: 262_144 });
  return new PassThrough();
}

function trimEnd(line: Buffer): Buffer {
  return line.at(-1) === 13 ? line.subarray(0, -1) : line;
}

/** Cuts a stream of chunks into lines. Only a line that spans chunks is copied. */
function createLineCutter(onLine: (line: Buffer) => void) {
  let rest: Buffer[] = [];
  const emit = (line: Buffer) => {
    const trimmed = trimEnd(line);
    if (trimmed.length > 0) onLine(trimmed);
  };
  return {
    push: (chunk: Buffer) => {
      let start = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
        const piece = chunk.subarray(start, end);
        emit(rest.length === 0 ? piece : Buffer.concat([...rest, piece]));
        rest = [];
        start = end + 1;
      }
      if (start < chunk.length) rest.push(chunk.subarray(start));
    },
    end: () => {
      if (rest.length > 0) emit(Buffer.concat(rest));
    },
  };
}

/**
 * Hands over every line of an NDJSON file, gunzipped (`.gz`) or decompressed (`.zst`) by its ending.
 * Throws file_unreadable when the file is missing, no file, or its compressed stream is broken.
 */
export async function readLines(path: string, sink: LineSink): Promise<void> {
  const { onLine, onBytes, isEnough = () => false } = sink;
  const cutter = createLineCutter(onLine);
  const source = createReadStream(path, { highWaterMark: 262_144 });
  const enough = new AbortController();
  try {
    const cut = async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        cutter.push(chunk);
        onBytes?.(source.bytesRead);
        if (isEnough()) enough.abort();
      }
    };
    await pipeline(source, decoderOf(path), cut, { signal: enough.signal });
  } catch (cause) {
    if (enough.signal.aborted) return;
    // What the sink throws says more than that reading failed.
    throw cause instanceof AppError ? cause : unreadable(path, cause);
  }
  cutter.end();
}

function unreadable(path: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const explanations: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a folder',
    EACCES: 'it may not be read',
    Z_BUF_ERROR: 'its compressed stream is cut short',
    Z_DATA_ERROR: 'its compressed stream is broken',
  };
  const why = explanations[code] ?? `reading failed (${code})`;
  return new AppError('file_unreadable', `${path} cannot be read: ${why}.`, { cause });
}
