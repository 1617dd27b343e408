import { Redis } from 'ioredis';
import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';

export type { Redis };

function listen(redis: Redis, log: Logger | undefined): Redis {
  // Without a listener ioredis prints to stderr. Commands that fail say so to their callers.
  redis.on('error', (err) => log?.warn({ err }, 'the connection to redis failed'));
  return redis;
}

/** For who answers a caller: fails at once while Redis is away, so that the caller hears 503 and tries again. */
export function connectProducer(redisUrl: string, log?: Logger): Redis {
  const options = { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 10_000 };
  const retryStrategy = (attempt: number) => Math.min(50 * attempt, 1_000);
  return listen(new Redis(redisUrl, { ...options, retryStrategy }), log);
}

/** For workers: waits for Redis as long as it takes. */
export function connectWorker(redisUrl: string, log?: Logger): Redis {
  const retryStrategy = (attempt: number) => Math.min(50 * attempt, 1_000);
  return listen(new Redis(redisUrl, { maxRetriesPerRequest: null, retryStrategy }), log);
}

/** Resolves once the connection can be used; rejects when it was closed for good. */
export function whenReady(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return Promise.resolve();
  return new Promise((resolve, reject) => {
    redis.once('ready', resolve);
    redis.once('end', () => {
      reject(new AppError('store_unavailable', 'The connection to Redis is closed.'));
    });
  });
}

/** Throws eviction_policy_unsafe unless Redis refuses writes when it is full: anything else drops queued events. */
export async function assertSafeRedis(redis: Redis): Promise<void> {
  const [, policy] = await redis.config('GET', 'maxmemory-policy');
  if (policy === undefined || policy === 'noeviction') return;
  throw new AppError(
    'eviction_policy_unsafe',
    `Redis has maxmemory-policy ${policy} and may drop queued events. Set it to noeviction.`,
  );
}
