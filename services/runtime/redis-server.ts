import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { Redis } from 'ioredis';
import { AppError } from '../errors.ts';
import { becomesReady, endChild } from './child-process.ts';
import { findFreePort } from './free-port.ts';
import type { StoreProcess } from './store-process.ts';
import type { RedisBinary } from './unpack-redis.ts';

export interface RedisPlan extends RedisBinary {
  readonly folder: string;
  readonly password: string;
  readonly logFile: string;
  /** Fixed so that a restart keeps the address. */
  readonly port?: number;
  readonly detached?: boolean;
  /** Lines of its configuration besides those that we need. */
  readonly settings?: readonly string[];
}

function configuration(plan: RedisPlan, port: number): string {
  return [
    ...['bind 127.0.0.1', `port ${String(port)}`, `requirepass ${plan.password}`],
    `dir "${plan.folder}"`,
    // What was acknowledged must survive a kill -9, and nothing may ever be evicted: the queue is in here.
    ...['appendonly yes', 'appendfsync always', 'save ""', 'maxmemory-policy noeviction'],
    ...['daemonize no', 'loglevel warning', ...(plan.settings ?? []), ''],
  ].join('\n');
}

async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.ping();
    return true;
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}

function launch(plan: RedisPlan, port: number) {
  const log = openSync(plan.logFile, 'a', 0o600);
  const libraries = plan.libraryPath === undefined ? {} : { LD_LIBRARY_PATH: plan.libraryPath };
  // The configuration goes through stdin: on the command line every user of the machine could read the password.
  const child = spawn(plan.binary, ['-'], {
    stdio: ['pipe', log, log],
    env: { PATH: process.env['PATH'], ...libraries },
    detached: plan.detached ?? false,
  });
  child.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(configuration(plan, port));
  closeSync(log);
  return child;
}

/** Starts Redis on the data in the plan's folder and waits until that is loaded. Throws redis_missing. */
export async function startRedis(plan: RedisPlan): Promise<StoreProcess> {
  await mkdir(plan.folder, { recursive: true, mode: 0o700 });
  for (let attempt = 1; ; attempt += 1) {
    const port = plan.port ?? (await findFreePort());
    const url = `redis://:${plan.password}@127.0.0.1:${String(port)}`;
    const child = launch(plan, port);
    const isUp = await becomesReady(child, () => answers(url));
    if (isUp && child.pid !== undefined) {
      return { url, port, pid: child.pid, child, stop: () => endChild(child, 'SIGTERM') };
    }
    await endChild(child, 'SIGKILL');
    // Another process may have taken the port between the look and the bind.
    if (attempt === 5) {
      const log = await readFile(plan.logFile, 'utf8').catch(() => '');
      const lines = log.trim().split('\n').slice(-4).join(' | ');
      throw new AppError('redis_missing', `Redis (${plan.binary}) did not start: ${lines}`);
    }
  }
}
