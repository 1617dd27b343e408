import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../errors.ts';

function* toLines(records: Iterable<object>): Generator<string> {
  for (const record of records) yield `${JSON.stringify(record)}\n`;
}

/** Writes NDJSON. Throws file_unwritable. */
export async function writeLines(path: string, records: Iterable<object>): Promise<void> {
  try {
    await pipeline(Readable.from(toLines(records)), createWriteStream(path));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new AppError('file_unwritable', `${path} cannot be written (${code}).`, { cause });
  }
}
