import { AppError } from '../services/errors.ts';
import { assertSafeRedis, connectWorker } from '../services/queue/redis-connection.ts';
import { createPool } from '../services/storage/pool.ts';
import { createCarrier } from './deliver/carry.ts';
import { createPost } from './deliver/post-signed.ts';
import { runDeliveries } from './deliver/run-deliveries.ts';
import { createReporter } from './create-reporter.ts';
import type { RoleContext, RunningRole, WorkerSettings } from './role.ts';

// Within the 15 to 30 s of Standard Webhooks.
const callMs = 15_000;

/** Carries what changes at the gateways to the endpoints. */
export async function startDeliver(
  settings: WorkerSettings,
  { log, onFatal }: RoleContext,
): Promise<RunningRole> {
  const { redisUrl, databaseUrl, leaseMs, workerId, webhookKey, egressAllow, consoleUrl } =
    settings;
  if (webhookKey === undefined) {
    throw new AppError(
      'setting_invalid',
      'WEBHOOK_KEY is missing: the deliver worker signs by it.',
    );
  }
  const redis = connectWorker(redisUrl, log);
  const pool = createPool(databaseUrl, { log, idleInTransactionMs: leaseMs });
  await assertSafeRedis(redis);
  const counters = { delivered: 0, failed: 0, announced: 0 };
  const reporting = { redis, role: 'deliver' as const, workerId, leaseMs, counters, onFatal };
  const report = createReporter(reporting);
  const calling = {
    instanceKey: webhookKey,
    ...{ clock: Date.now, allowed: egressAllow, timeoutMs: callMs, consoleUrl },
  };
  const runner = runDeliveries({
    claimMs: callMs + leaseMs,
    ...{ pool, log, workerId, counters, report, clock: Date.now, random: Math.random },
    post: createCarrier(pool, calling, createPost(calling)),
  });
  return {
    close: async () => {
      await runner.close();
      await redis.quit();
      await pool.end();
    },
  };
}
