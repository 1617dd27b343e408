import { loadPolicies } from '../services/automation/load-policies.ts';
import { assertSafeRedis, connectWorker } from '../services/queue/redis-connection.ts';
import { createPool } from '../services/storage/pool.ts';
import { runPolicies } from './automate/run-policies.ts';
import { loadDetection } from './load-detection.ts';
import { versionOf } from './resolve-detection.ts';
import { createReporter } from './create-reporter.ts';
import type { RoleContext, RunningRole, WorkerSettings } from './role.ts';

/** Does what the policies say about new alerts: records, proposes to a person, or acts within a budget. */
export async function startAutomate(
  settings: WorkerSettings,
  { log, onFatal }: RoleContext,
): Promise<RunningRole> {
  const { redisUrl, databaseUrl, leaseMs, workerId, detectionSettings } = settings;
  const detection = await loadDetection(detectionSettings);
  const policies = await loadPolicies(settings.policies, detection);
  const redis = connectWorker(redisUrl, log);
  const pool = createPool(databaseUrl, { log, max: 2, idleInTransactionMs: leaseMs });
  await assertSafeRedis(redis);
  const counters = {
    shadowed: 0,
    proposed: 0,
    acted: 0,
    passed: 0,
    halted: 0,
    tripped: 0,
    seen: 0,
  };
  const reporting = { redis, role: 'automate' as const, workerId, leaseMs, counters, onFatal };
  const report = createReporter(reporting);
  const runner = runPolicies({
    ...{ pool, log, policies, counters, report, clock: Date.now },
    detectionVersion: versionOf(detection),
  });
  return {
    close: async () => {
      await runner.close();
      await redis.quit();
      await pool.end();
    },
  };
}
