import { rm, writeFile } from 'node:fs/promises';
import { AppError } from '../errors.ts';
import { readJson, type InstanceHome } from './instance-home.ts';
import { identifyProcess, isAlive, processIdentity } from './process-identity.ts';

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

async function take(home: InstanceHome): Promise<boolean> {
  const own = await identifyProcess(process.pid);
  try {
    await writeFile(home.lockFile, JSON.stringify(own), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (isExisting(error)) return false;
    throw error;
  }
}

/** Claims the home for this process and returns what gives it up. Throws instance_running when another lives there. */
export async function lockHome(home: InstanceHome): Promise<() => Promise<void>> {
  for (let attempt = 1; !(await take(home)); attempt += 1) {
    const holder = processIdentity.safeParse(await readJson(home.lockFile).catch(() => undefined));
    if (attempt === 3 || (holder.success && (await isAlive(holder.data)))) {
      const who = holder.success ? ` (process ${String(holder.data.pid)})` : '';
      throw new AppError(
        'instance_running',
        `Stillwatch is already running from ${home.folder}${who}. Stop it, or set STILLWATCH_HOME to another folder.`,
      );
    }
    // Left by an instance that was killed.
    await rm(home.lockFile, { force: true });
  }
  return () => rm(home.lockFile, { force: true });
}
