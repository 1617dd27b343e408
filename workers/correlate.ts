import { assertSafeRedis, connectWorker } from '../services/queue/redis-connection.ts';
import { ensurePartitionCount } from '../services/storage/instance-settings.ts';
import { createPool } from '../services/storage/pool.ts';
import type { CorrelateDependencies } from './correlate/correlation.ts';
import { createReadyTickFinder } from './correlate/find-ready-tick.ts';
import { runCorrelation } from './correlate/run-correlation.ts';
import { createCorrelator } from './detection/campaigns/create-correlator.ts';
import { loadBaselines } from './load-baselines.ts';
import { loadDetection } from './load-detection.ts';
import type { RoleContext, RunningRole, WorkerSettings } from './role.ts';

/** A partition that stays idle while others work is waited for so many idle times, as in its own flush. */
const graceFactor = 30;

/** Links accounts into campaigns, tick by tick, from the digests that the detect workers leave in Postgres. */
export async function startCorrelate(
  settings: WorkerSettings,
  { log }: RoleContext,
): Promise<RunningRole> {
  const { partitions, leaseMs, workerId } = settings;
  // First of all: settings that cannot be used need no store to be refused.
  const shipped = await loadDetection(settings.detectionSettings);
  const redis = connectWorker(settings.redisUrl, log);
  const pool = createPool(settings.databaseUrl, { log, max: 3, idleInTransactionMs: leaseMs });
  await assertSafeRedis(redis);
  await ensurePartitionCount(pool, partitions);
  const detection = await loadBaselines(shipped, { pool, log });

  const deps: CorrelateDependencies = {
    ...{ redis, pool, log, partitions, workerId, clock: Date.now },
    createCorrelator: () => createCorrelator(detection),
    findReadyTick: createReadyTickFinder(graceFactor * settings.idleFlushMs),
    counters: { ticks: 0, digests: 0, findings: 0, campaigns: 0 },
  };
  const runner = runCorrelation(deps, leaseMs);
  return {
    close: async () => {
      await runner.close();
      await redis.quit();
      await pool.end();
    },
  };
}
