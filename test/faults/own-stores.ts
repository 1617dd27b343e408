import { getCorrelateState } from '../../services/storage/correlate-state.ts';
import { listPartitionLeases } from '../../services/storage/partition-leases.ts';
import { openPool, startOwnPostgres, startOwnRedis } from '../support/stores.ts';
import type { Teardown } from '../support/temp-folder.ts';
import { startPipeline, until, type Pipeline } from './pipeline.ts';

/** Whether each worker of the pipeline has started: a store that goes away before would end it. */
export async function isAtWork({ pool, detect }: Pipeline): Promise<boolean> {
  const { epoch } = await getCorrelateState(pool);
  const owners = new Set((await listPartitionLeases(pool)).map(({ owner }) => owner));
  return epoch > 0 && detect.every(({ workerId }) => owners.has(workerId));
}

/**
 * A pipeline at work on a Redis and a PostgreSQL that this test alone uses, and may kill and bring back. A worker that
 * finds a store gone while it starts ends with 1, and who started it starts it again; here nobody would.
 */
export async function startOnOwnStores(
  t: Teardown,
  overrides: Readonly<Record<string, string>> = {},
) {
  const postgres = await startOwnPostgres(t);
  const redis = await startOwnRedis(t);
  const { databaseUrl } = postgres;
  const stores = { pool: openPool(t, databaseUrl), databaseUrl, redisUrl: redis.url };
  const pipeline = await startPipeline(t, stores, overrides);
  await until('the workers to be at work', () => isAtWork(pipeline));
  return { postgres, redis, pipeline };
}
