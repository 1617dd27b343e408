import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { AppError } from '../errors.ts';
import { becomesReady, endChild } from './child-process.ts';
import { findFreePort } from './free-port.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import type { SystemUser } from './postgres-user.ts';
import { findCommandLine, signalProcess } from './process-identity.ts';
import type { StoreProcess } from './store-process.ts';
import { waitUntil } from './wait-until.ts';

export interface PostgresPlan {
  readonly folder: string;
  readonly binaries: PostgresBinaries;
  readonly user: SystemUser;
  readonly password: string;
  readonly logFile: string;
  /** Fixed so that a restart keeps the address. */
  readonly port?: number;
  /** Extra `name=value` settings. */
  readonly settings?: readonly string[];
  /** In a process group of its own, so that Ctrl-C on a terminal does not reach it before its clients. */
  readonly detached?: boolean;
}

const baseSettings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
];

/**
 * A kill -9 leaves postmaster.pid behind. PostgreSQL trusts it when any process has that id, so after a reboot
 * it may refuse for ever; and a postmaster that outlived its supervisor still holds the data.
 */
async function clearStaleLock(folder: string): Promise<void> {
  const lock = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(lock.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1) return;
  const isOurs = async () => (await findCommandLine(pid))?.includes(folder) ?? false;
  if (await isOurs()) {
    signalProcess(pid, 'SIGINT');
    const isGone = await waitUntil(async () => !(await isOurs()), { deadlineMs: 15_000 });
    if (!isGone) signalProcess(pid, 'SIGKILL');
  }
  await rm(join(folder, 'postmaster.pid'), { force: true });
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function launch(plan: PostgresPlan, port: number) {
  const settings = [...baseSettings, `port=${String(port)}`, ...(plan.settings ?? [])];
  const log = openSync(plan.logFile, 'a', 0o600);
  const child = spawn(
    plan.binaries.postgres,
    ['-D', plan.folder, ...settings.flatMap((setting) => ['-c', setting])],
    { ...plan.user, cwd: '/', stdio: ['ignore', log, log], detached: plan.detached ?? false },
  );
  child.on('error', () => undefined);
  closeSync(log);
  return child;
}

async function lastLines(file: string): Promise<string> {
  const log = await readFile(file, 'utf8').catch(() => '');
  return log.trim().split('\n').slice(-4).join(' | ');
}

/** Starts PostgreSQL on data made by ensureCluster and waits until it answers. Throws postgres_failed. */
export async function startPostgres(plan: PostgresPlan): Promise<StoreProcess> {
  const port = plan.port ?? (await findFreePort());
  const url = `postgres://stillwatch:${plan.password}@127.0.0.1:${String(port)}/postgres`;
  // Backends of a killed postmaster need a moment to notice; until then the shared memory counts as in use.
  for (let attempt = 1; ; attempt += 1) {
    await clearStaleLock(plan.folder);
    const child = launch(plan, port);
    const isUp = await becomesReady(child, () => answers(url));
    if (isUp && child.pid !== undefined) {
      return { url, port, pid: child.pid, child, stop: () => endChild(child, 'SIGINT') };
    }
    await endChild(child, 'SIGKILL');
    if (attempt === 5) {
      throw new AppError(
        'postgres_failed',
        `PostgreSQL did not start: ${await lastLines(plan.logFile)}`,
      );
    }
  }
}
