import { assertSafeRedis, connectWorker } from '../services/queue/redis-connection.ts';
import { createPool } from '../services/storage/pool.ts';
import { runCalibration } from './calibrate/run-calibration.ts';
import { createReporter } from './create-reporter.ts';
import { loadDetection } from './load-detection.ts';
import type { RoleContext, RunningRole, WorkerSettings } from './role.ts';

/** Learns once a day of event time how honest accounts score, for people to promote. */
export async function startCalibrate(
  { redisUrl, databaseUrl, leaseMs, workerId, detectionSettings }: WorkerSettings,
  { log, onFatal }: RoleContext,
): Promise<RunningRole> {
  const detection = await loadDetection(detectionSettings);
  const redis = connectWorker(redisUrl, log);
  const pool = createPool(databaseUrl, { log, max: 2, idleInTransactionMs: leaseMs });
  await assertSafeRedis(redis);
  const counters = { versions: 0, accounts: 0 };
  const reporting = { redis, role: 'calibrate' as const, workerId, leaseMs, counters, onFatal };
  const report = createReporter(reporting);
  const restMs = leaseMs / 3;
  const runner = runCalibration({ pool, log, detection, counters, report, restMs });
  return {
    close: async () => {
      await runner.close();
      await redis.quit();
      await pool.end();
    },
  };
}
