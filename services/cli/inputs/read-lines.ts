import type { Readable } from './input.ts';
import { localFile } from './local-file.ts';
import { unpack } from './unpack.ts';

interface LineSink {
  /** The line's bytes without its end, valid during the call. Blank lines are left out. */
  readonly onLine: (line: Buffer) => void;
  /** Bytes of the file read so far. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  /** Asked between chunks; the rest of the file is not read once it says so. */
  readonly isEnough?: () => boolean;
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
 * Hands over every line of an NDJSON file or object, unpacked when it is gzip or zstd.
 * Throws file_unreadable when a file is missing, no file, or its compressed stream is broken.
 */
export async function readLines(from: string | Readable, sink: LineSink): Promise<void> {
  const { onLine, onBytes, isEnough = () => false } = sink;
  const cutter = createLineCutter(onLine);
  const take = async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      cutter.push(chunk);
      if (isEnough()) return;
    }
    cutter.end();
  };
  await unpack(typeof from === 'string' ? localFile(from) : from, { take, onBytes });
}
