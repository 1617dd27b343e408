import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the helpers need of a test: where to put the clean-up. */
export interface Teardown {
  teardown(clean: () => Promise<void> | void): void;
}

/** A folder for one test file, removed with it. Others may enter it: PostgreSQL runs as another user when root tests. */
export async function makeTempFolder(t: Teardown): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stillwatch-test-'));
  await chmod(folder, 0o711);
  t.teardown(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
