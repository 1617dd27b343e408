import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors.ts';

const credentials = z.object({ keys: z.object({ ingest: z.string() }) });

/** The key given, else the one in the credentials of the embedded instance. Throws `usage` when there is neither. */
export async function findIngestKey(given: string | undefined, home: string): Promise<string> {
  if (given !== undefined) return given;
  const path = join(home, 'credentials.json');
  const text = await readFile(path, 'utf8').catch(() => '{}');
  const found = credentials.safeParse(JSON.parse(text));
  if (found.success) return found.data.keys.ingest;
  throw new AppError('usage', `Give an ingest key with --key: ${path} holds none.`);
}
