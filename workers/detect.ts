import { createQuietWatch } from '../services/queue/quiet-watch.ts';
import { assertSafeRedis, connectWorker } from '../services/queue/redis-connection.ts';
import { ensurePartitionCount } from '../services/storage/instance-settings.ts';
import { createPool } from '../services/storage/pool.ts';
import { createReporter } from './create-reporter.ts';
import { createEngine } from './detection/create-engine.ts';
import { createDetectCounters } from './detect/counters.ts';
import { startLeaseKeeper } from './detect/lease-keeper.ts';
import type { DetectDependencies } from './detect/session.ts';
import { loadBaselines } from './load-baselines.ts';
import { loadDetection } from './load-detection.ts';
import type { RoleContext, RunningRole, WorkerSettings } from './role.ts';

/** Applies the batches of the partitions it gets: usage events into profiles, and what they show into Postgres. */
export async function startDetect(
  settings: WorkerSettings,
  { log, onFatal }: RoleContext,
): Promise<RunningRole> {
  const { partitions, leaseMs, workerId, idleFlushMs, commitMaxBatches } = settings;
  const clock = Date.now;
  // First of all: settings that cannot be used need no store to be refused.
  const shipped = await loadDetection(settings.detectionSettings);
  const redis = connectWorker(settings.redisUrl, log);
  const pool = createPool(settings.databaseUrl, {
    ...{ log, max: partitions + 2, idleInTransactionMs: leaseMs },
  });
  await assertSafeRedis(redis);
  await ensurePartitionCount(pool, partitions);
  const detection = await loadBaselines(shipped, { pool, log });

  const held = new Set<number>();
  const deps: DetectDependencies = {
    ...{ redis, pool, log, clock, workerId, idleFlushMs, commitMaxBatches },
    createEngine: (state) => createEngine(detection, state),
    counters: createDetectCounters(),
    quietMs: createQuietWatch({ redis, partitions, clock }),
    cacheBytes: () => Math.floor(settings.cacheBytes / Math.max(1, held.size)),
  };
  const { counters } = deps;
  const reporting = { redis, role: 'detect' as const, workerId, leaseMs, counters, onFatal };
  const report = createReporter(reporting);
  const keeper = startLeaseKeeper(deps, { partitions, leaseMs, onFatal, report, held });
  return {
    close: async () => {
      await keeper.close();
      await redis.quit();
      await pool.end();
    },
  };
}
