import type { RuntimeEnv } from '../../config/env.ts';
import { AppError } from '../errors.ts';
import { findRunningInstance } from '../runtime/instance-file.ts';
import { createPool, type Pool } from '../storage/pool.ts';

export interface StoreAddresses {
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly gatewayUrl: string;
  readonly staffUrl: string;
  /** Whether the running embedded instance told an address. */
  readonly isEmbedded: boolean;
}

function localUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** Addresses from the environment, else those of the embedded instance that runs from this home. */
export async function findStores(env: RuntimeEnv): Promise<StoreAddresses> {
  const instance = await findRunningInstance(env.home);
  return {
    databaseUrl: env.databaseUrl ?? instance?.databaseUrl,
    redisUrl: env.redisUrl ?? instance?.redisUrl,
    gatewayUrl: instance?.gatewayUrl ?? localUrl(env.gatewayPort),
    staffUrl: instance?.staffUrl ?? localUrl(env.staffPort),
    isEmbedded: instance !== undefined,
  };
}

function missing(name: string): AppError {
  return new AppError(
    'setting_invalid',
    `No instance runs from here. Start one with npm start, or set ${name}.`,
  );
}

/** Runs `work` with a pool and closes it. Throws setting_invalid when no database is known. */
export async function withPool<Result>(
  env: RuntimeEnv,
  work: (pool: Pool) => Promise<Result>,
): Promise<Result> {
  const { databaseUrl } = await findStores(env);
  if (databaseUrl === undefined) throw missing('DATABASE_URL');
  const pool = createPool(databaseUrl, { max: 2 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

/** The Redis address. Throws setting_invalid when none is known. */
export async function getRedisUrl(env: RuntimeEnv): Promise<string> {
  const { redisUrl } = await findStores(env);
  if (redisUrl === undefined) throw missing('REDIS_URL');
  return redisUrl;
}
