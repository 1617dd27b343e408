import { randomUUID } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import { sharedRoot, type PostgresBinaries } from './postgres-binaries.ts';
import { canEnter, type SystemUser } from './postgres-user.ts';
import { runCommand } from './run-command.ts';

/**
 * The folder for PostgreSQL's data: below `home`, or, where its user cannot get there (a checkout in root's own
 * home), one under /var/lib/stillwatch that a file in `home` names, so that deleting `home` still starts afresh.
 */
export async function choosePostgresFolder(home: string, user: SystemUser): Promise<string> {
  const data = join(home, 'data');
  await mkdir(data, { recursive: true, mode: 0o711 });
  if (user === undefined || (await canEnter(data, user))) return join(data, 'postgres');
  const note = join(data, 'postgres-location');
  const noted = await readFile(note, 'utf8').catch(() => '');
  if (noted !== '') return noted.trim();
  const folder = join(sharedRoot, `data-${randomUUID()}`);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  await writeFile(note, join(folder, 'postgres'));
  return join(folder, 'postgres');
}

interface NewCluster {
  readonly binaries: PostgresBinaries;
  readonly user: SystemUser;
  readonly password: string;
}

/** Creates the database cluster unless the folder holds one. Throws postgres_failed with the output of initdb. */
export async function ensureCluster(folder: string, cluster: NewCluster): Promise<void> {
  const existing = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (existing !== undefined) return;
  // Built beside and renamed: an initdb that was killed half-way leaves nothing that looks finished.
  const partial = `${folder}.new`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { mode: 0o700 });
  const passwordFile = `${folder}.password`;
  await writeFile(passwordFile, cluster.password, { mode: 0o600 });
  if (cluster.user !== undefined) {
    await chown(partial, cluster.user.uid, cluster.user.gid);
    await chown(passwordFile, cluster.user.uid, cluster.user.gid);
  }
  const made = await runCommand(
    cluster.binaries.initdb,
    [
      ...[`--pgdata=${partial}`, '--username=stillwatch', `--pwfile=${passwordFile}`],
      // Neither collation nor messages may depend on the locales that a machine happens to have.
      ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      ...['--auth=scram-sha-256', '--no-instructions'],
    ],
    { ...cluster.user, cwd: '/' },
  );
  await rm(passwordFile, { force: true });
  if (made.exitCode !== 0) {
    throw new AppError(
      'postgres_failed',
      `PostgreSQL could not create its data: ${made.output.trim()}`,
    );
  }
  await rename(partial, folder);
}
