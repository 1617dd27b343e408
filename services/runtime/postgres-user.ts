import { AppError } from '../errors.ts';
import { runCommand } from './run-command.ts';

/** Undefined means: run as whoever runs this process. */
export type SystemUser = { readonly uid: number; readonly gid: number } | undefined;

async function findUser(name: string): Promise<SystemUser> {
  const uid = await runCommand('id', ['-u', name]);
  const gid = await runCommand('id', ['-g', name]);
  if (uid.exitCode !== 0 || gid.exitCode !== 0) return undefined;
  return { uid: Number(uid.output), gid: Number(gid.output) };
}

/**
 * PostgreSQL refuses to run as root, so root needs a system user to hand it to: `postgres`, created when absent,
 * which `say` tells. Throws postgres_failed when it cannot be created.
 */
export async function choosePostgresUser(say: (line: string) => void): Promise<SystemUser> {
  if (process.getuid?.() !== 0) return undefined;
  const present = await findUser('postgres');
  if (present !== undefined) return present;
  say('PostgreSQL does not run as root: creating the system user "postgres".');
  const made = await runCommand('useradd', ['--system', '--user-group', 'postgres']);
  const created = await findUser('postgres');
  if (created !== undefined) return created;
  throw new AppError(
    'postgres_failed',
    `The system user "postgres" could not be created (${made.output.trim()}). Create it, run as an ordinary user, or set DATABASE_URL.`,
  );
}

/** Whether that user can enter the folder: every folder above it must let it through too. */
export async function canEnter(folder: string, user: SystemUser): Promise<boolean> {
  const entered = await runCommand('/bin/sh', ['-c', 'cd "$0"', folder], { ...user, cwd: '/' });
  return entered.exitCode === 0;
}
