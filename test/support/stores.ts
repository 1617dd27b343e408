import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { findRedis } from '../../services/runtime/find-redis.ts';
import { startPostgres } from '../../services/runtime/postgres-server.ts';
import { startRedis } from '../../services/runtime/redis-server.ts';
import { limitFiles } from './limit-files.ts';
import { createFaultHandle, type FaultHandle } from './fault-handle.ts';
import { planTestPostgres, startTestPostgres } from './own-postgres.ts';
import { projectRoot } from './source-files.ts';
import { makeTempFolder, type Teardown } from './temp-folder.ts';
import { createTestDatabase, dropTestDatabase } from './test-database.ts';

export interface Stores {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Ended with the test. */
  readonly pool: pg.Pool;
  readonly redis: OwnRedis;
}

interface StoresOptions {
  /** False for a database without tables. */
  readonly isMigrated?: boolean;
}

/** Ended with the test. */
export function openPool(t: Teardown, databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 });
  // A killed server breaks idle connections; the queries of the test are what reports it.
  pool.on('error', () => undefined);
  t.teardown(() => pool.end());
  return pool;
}

/** The server that the test run shares, or one for this file when it runs alone. */
async function useServer(t: Teardown): Promise<string> {
  const shared = process.env['STILLWATCH_TEST_POSTGRES'];
  if (shared !== undefined) return shared;
  const own = await startTestPostgres(await makeTempFolder(t));
  t.teardown(() => own.stop());
  return own.url;
}

export type OwnRedis = FaultHandle & { readonly dataFolder: string };

interface RedisOptions {
  /** It starts on a copy of the data here. */
  readonly backup?: string;
  /** Bytes that a file of it may have, asked at each start; undefined for as many as there are. */
  readonly fileLimit?: () => number | undefined;
  /** Lines of its configuration. */
  readonly settings?: readonly string[];
}

/** A redis-server of this test's own: AOF with appendfsync always, noeviction. Stopped with the test. */
export async function startOwnRedis(t: Teardown, options: RedisOptions = {}): Promise<OwnRedis> {
  const folder = await makeTempFolder(t);
  const dataFolder = join(folder, 'redis');
  if (options.backup !== undefined) await cp(options.backup, dataFolder, { recursive: true });
  const found = await findRedis({
    searchPath: process.env['PATH'] ?? '',
    // Kept between runs: unpacking takes seconds.
    unpackFolder: join(projectRoot, '.stillwatch/redis'),
    say: (line) => process.stderr.write(`# ${line}\n`),
  });
  const plan = {
    ...found,
    folder: dataFolder,
    password: 'test',
    logFile: join(folder, 'redis.log'),
    settings: options.settings ?? [],
  };
  const handle = await createFaultHandle(async (port) => {
    const bytes = options.fileLimit?.();
    const binary =
      bytes === undefined ? found.binary : await limitFiles(folder, found.binary, bytes);
    return startRedis({ ...plan, binary, ...(port === undefined ? {} : { port }) });
  });
  t.teardown(() => handle.stop());
  return { ...handle, dataFolder };
}

export type OwnPostgres = FaultHandle & { readonly databaseUrl: string };

/** A PostgreSQL of this test's own, to be killed and restarted; `databaseUrl` names a migrated database in it. */
export async function startOwnPostgres(t: Teardown): Promise<OwnPostgres> {
  const plan = await planTestPostgres(await makeTempFolder(t));
  const handle = await createFaultHandle((port) =>
    startPostgres({ ...plan, ...(port === undefined ? {} : { port }) }),
  );
  t.teardown(() => handle.stop());
  return { ...handle, databaseUrl: await createTestDatabase(handle.url, true) };
}

/** A real Postgres database and a real Redis for one test file. Everything goes away with the test. */
export async function startStores(
  t: Teardown,
  { isMigrated = true }: StoresOptions = {},
): Promise<Stores> {
  const [serverUrl, redis] = await Promise.all([useServer(t), startOwnRedis(t)]);
  const databaseUrl = await createTestDatabase(serverUrl, isMigrated);
  t.teardown(() => dropTestDatabase(databaseUrl));
  return { databaseUrl, redisUrl: redis.url, pool: openPool(t, databaseUrl), redis };
}
