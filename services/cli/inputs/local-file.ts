import { createReadStream } from 'node:fs';
import { AppError } from '../../errors.ts';
import type { Readable } from './input.ts';

const explanations: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
  ENOTDIR: 'a part of its path is no folder',
};

/** The error for a file that the system does not let us read. */
export function fileUnreadable(path: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const why = explanations[code] ?? `reading failed (${code})`;
  return new AppError('file_unreadable', `${path} cannot be read: ${why}.`, { cause });
}

async function* readChunks(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 262_144 })) {
      yield chunk as Buffer;
    }
  } catch (cause) {
    throw fileUnreadable(path, cause);
  }
}

export function localFile(path: string): Readable {
  return { name: path, open: () => readChunks(path) };
}
