import { quarantinedNames } from '../services/ingest/sources/all-sources.ts';
import { openQuarantine } from '../services/queue/quarantine.ts';
import { assertSafeRedis, connectWorker, type Redis } from '../services/queue/redis-connection.ts';
import { createPool } from '../services/storage/pool.ts';
import { createReporter } from './create-reporter.ts';
import { expireDeadLetters } from './maintain/expire-dead-letters.ts';
import { runMaintenance } from './maintain/run-maintenance.ts';
import type { RoleContext, RunningRole, WorkerSettings } from './role.ts';

const dayMs = 86_400_000;

/** The quarantine drops old entries when it takes a new one; a source that has gone quiet needs somebody else for it. */
async function expireQuarantine(redis: Redis): Promise<number> {
  let expired = 0;
  for (const source of quarantinedNames) expired += await openQuarantine(redis, source).expire();
  return expired;
}

/** Lets what holds raw records go when its term is over. */
export async function startMaintain(
  { redisUrl, databaseUrl, leaseMs, workerId, retentionDays }: WorkerSettings,
  { log, onFatal }: RoleContext,
): Promise<RunningRole> {
  const redis = connectWorker(redisUrl, log);
  const pool = createPool(databaseUrl, { log, max: 2, idleInTransactionMs: leaseMs });
  await assertSafeRedis(redis);
  const counters = { deadLetters: 0, quarantined: 0 };
  const reporting = { redis, role: 'maintain' as const, workerId, leaseMs, counters, onFatal };
  const runner = runMaintenance({
    ...{ counters, log, report: createReporter(reporting), restMs: leaseMs / 3 },
    chores: {
      deadLetters: () => expireDeadLetters(pool, new Date(Date.now() - retentionDays * dayMs)),
      quarantined: () => expireQuarantine(redis),
    },
  });
  return {
    close: async () => {
      await runner.close();
      await redis.quit();
      await pool.end();
    },
  };
}
