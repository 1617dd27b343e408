import { readFile, rm, writeFile } from 'node:fs/promises';
import { AppError } from '../../errors.ts';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function tryHold(path: string): Promise<boolean> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw new AppError('file_unwritable', `${path} cannot be written.`, { cause });
  }
}

/**
 * Holds `path` as a lock of this process until the returned function is called; what a killed process left is taken.
 * Throws file_locked while another process lives that holds it.
 */
export async function holdLock(path: string): Promise<() => Promise<void>> {
  for (;;) {
    if (await tryHold(path)) return () => rm(path, { force: true });
    const holder = Number(await readFile(path, 'utf8').catch(() => ''));
    if (holder > 0 && holder !== process.pid && isAlive(holder)) {
      const message = `Process ${String(holder)} is at work with ${path}; wait for it. If that is no replay, remove the file.`;
      throw new AppError('file_locked', message);
    }
    await rm(path, { force: true });
  }
}
