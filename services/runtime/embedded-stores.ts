import { join } from 'node:path';
import { findRedis } from './find-redis.ts';
import { findFreePort } from './free-port.ts';
import { openLogFile, type InstanceHome } from './instance-home.ts';
import { preparePostgresBinaries } from './postgres-binaries.ts';
import { choosePostgresFolder, ensureCluster } from './postgres-folder.ts';
import { startPostgres } from './postgres-server.ts';
import { choosePostgresUser } from './postgres-user.ts';
import { startRedis } from './redis-server.ts';
import type { ServicePlan } from './supervise.ts';

interface StoreSetup {
  readonly home: InstanceHome;
  readonly password: string;
  say(line: string): void;
}

export interface PlannedStore {
  readonly url: string;
  readonly service: ServicePlan;
}

/** Prepares the data of an embedded PostgreSQL and plans its process. Its address stays over restarts. */
export async function planPostgres({ home, password, say }: StoreSetup): Promise<PlannedStore> {
  const user = await choosePostgresUser(say);
  const binaries = await preparePostgresBinaries(user);
  const folder = await choosePostgresFolder(home.folder, user);
  await ensureCluster(folder, { binaries, user, password });
  const port = await findFreePort();
  const logFile = await openLogFile(home, 'postgres');
  const plan = { folder, binaries, user, password, port, logFile, detached: true };
  return {
    url: `postgres://stillwatch:${password}@127.0.0.1:${String(port)}/postgres`,
    service: {
      name: 'postgres',
      stopSignal: 'SIGINT',
      start: async () => (await startPostgres(plan)).child,
    },
  };
}

/** Finds or unpacks a Redis and plans its process. */
export async function planRedis({ home, password, say }: StoreSetup): Promise<PlannedStore> {
  const unpackFolder = join(home.data, 'redis-package');
  const found = await findRedis({ searchPath: process.env['PATH'] ?? '', unpackFolder, say });
  const port = await findFreePort();
  const logFile = await openLogFile(home, 'redis');
  const plan = {
    ...found,
    folder: join(home.data, 'redis'),
    password,
    port,
    logFile,
    detached: true,
  };
  return {
    url: `redis://:${password}@127.0.0.1:${String(port)}`,
    service: {
      name: 'redis',
      stopSignal: 'SIGTERM',
      start: async () => (await startRedis(plan)).child,
    },
  };
}
