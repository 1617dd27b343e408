import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A home for one demo. PostgreSQL's own user must be able to enter it when root runs the demo. */
export async function makeThrowAwayHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'stillwatch-demo-'));
  await chmod(home, 0o711);
  return home;
}

export async function removeThrowAwayHome(home: string): Promise<void> {
  // Set when the data had to go elsewhere: see postgres-folder.ts.
  const elsewhere = await readFile(join(home, 'data/postgres-location'), 'utf8').catch(() => '');
  if (elsewhere !== '') await rm(dirname(elsewhere.trim()), { recursive: true, force: true });
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}
