import { assertSafeRedis, connectWorker } from '../services/queue/redis-connection.ts';
import { ensurePartitionCount } from '../services/storage/instance-settings.ts';
import { createPool } from '../services/storage/pool.ts';
import type { CorrelateDependencies } from './correlate/correlation.ts';
import { createReadyTickFinder } from './correlate/find-ready-tick.ts';
import { runCorrelation } from './correlate/run-correlation.ts';
import { createReporter } from './create-reporter.ts';
import { createCorrelator } from './detection/campaigns/create-correlator.ts';
import { loadBaselines } from './load-baselines.ts';
import { loadDetection } from './load-detection.ts';
import type { RoleContext, RunningRole, WorkerSettings } from './role.ts';

/** A partition that stays idle while others work is waited for so many idle times, as in its own flush. */
const graceFactor = 30;

/** One round closes up to a day of ticks, after a long pause all of them from large tables. */
const stuckLeases = 360;

/** Links accounts into campaigns, tick by tick, from the digests that the detect workers leave in Postgres. */
export async function startCorrelate(
  settings: WorkerSettings,
  { log, onFatal }: RoleContext,
): Promise<RunningRole> {
  const { partitions, leaseMs, workerId } = settings;
  // First of all: settings that cannot be used need no store to be refused.
  const shipped = await loadDetection(settings.detectionSettings);
  const redis = connectWorker(settings.redisUrl, log);
  const pool = createPool(settings.databaseUrl, { log, max: 3, idleInTransactionMs: leaseMs });
  await assertSafeRedis(redis);
  await ensurePartitionCount(pool, partitions);
  const detection = await loadBaselines(shipped, { pool, log });

  const counters = { ticks: 0, digests: 0, findings: 0, campaigns: 0 };
  const reporter = { redis, role: 'correlate' as const, workerId, leaseMs, counters, onFatal };
  const deps: CorrelateDependencies = {
    ...{ redis, pool, log, partitions, workerId, clock: Date.now },
    createCorrelator: () => createCorrelator(detection),
    findReadyTick: createReadyTickFinder(graceFactor * settings.idleFlushMs),
    counters,
  };
  const runner = runCorrelation(deps, {
    leaseMs,
    report: createReporter({ ...reporter, stuckLeases }),
  });
  return {
    close: async () => {
      await runner.close();
      await redis.quit();
      await pool.end();
    },
  };
}
