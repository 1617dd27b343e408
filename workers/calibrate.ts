import { assertSafeRedis, connectWorker } from '../services/queue/redis-connection.ts';
import { createPool } from '../services/storage/pool.ts';
import { runCalibration } from './calibrate/run-calibration.ts';
import { loadDetection } from './load-detection.ts';
import type { RoleContext, RunningRole, WorkerSettings } from './role.ts';

/** Learns once a day of event time how honest accounts score, for people to promote. */
export async function startCalibrate(
  { redisUrl, databaseUrl, leaseMs, workerId, detectionSettings }: WorkerSettings,
  { log }: RoleContext,
): Promise<RunningRole> {
  const detection = await loadDetection(detectionSettings);
  const redis = connectWorker(redisUrl, log);
  const pool = createPool(databaseUrl, { log, max: 2, idleInTransactionMs: leaseMs });
  await assertSafeRedis(redis);
  const runner = runCalibration({
    ...{ redis, pool, log, detection, workerId, leaseMs, clock: Date.now },
    counters: { versions: 0, accounts: 0 },
  });
  return {
    close: async () => {
      await runner.close();
      await redis.quit();
      await pool.end();
    },
  };
}
