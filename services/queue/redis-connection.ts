import { Cluster, Redis as Server, type RedisOptions } from 'ioredis';
import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { namesCluster, parseClusterUrl } from './redis-address.ts';

export type { Server };

/** One server or a cluster. On a cluster the keys of a command, a script or a pipeline have one hash tag. */
export type Redis = Server | Cluster;

function listen(redis: Redis, log: Logger | undefined): Redis {
  // Without a listener ioredis prints to stderr. Commands that fail say so to their callers.
  redis.on('error', (err) => log?.warn({ err }, 'the connection to redis failed'));
  return redis;
}

type Patience = Pick<RedisOptions, 'commandTimeout' | 'maxRetriesPerRequest'>;

interface Manner {
  readonly enableOfflineQueue: boolean;
  readonly retryStrategy: (attempt: number) => number | null;
  readonly lazyConnect?: boolean;
}

const keepTrying = (attempt: number) => Math.min(50 * attempt, 1_000);

function connect(redisUrl: string, patience: Patience, manner: Manner): Redis {
  if (!namesCluster(redisUrl)) return new Server(redisUrl, { ...patience, ...manner });
  const { nodes, options } = parseClusterUrl(redisUrl);
  const { retryStrategy: clusterRetryStrategy, ...rest } = manner;
  return new Cluster([...nodes], {
    ...{ ...rest, clusterRetryStrategy },
    redisOptions: { ...options, ...patience },
  });
}

/** For who answers a caller: fails at once while Redis is away, so that the caller hears 503 and tries again. */
export function connectProducer(redisUrl: string, log?: Logger): Redis {
  const patience = { maxRetriesPerRequest: 1, commandTimeout: 10_000 };
  const manner = { enableOfflineQueue: false, retryStrategy: keepTrying };
  return listen(connect(redisUrl, patience, manner), log);
}

/** For workers: waits for Redis as long as it takes. */
export function connectWorker(redisUrl: string, log?: Logger): Redis {
  const manner = { enableOfflineQueue: true, retryStrategy: keepTrying };
  return listen(connect(redisUrl, { maxRetriesPerRequest: null }, manner), log);
}

/** For a look: tries once and rejects with why there is no connection. */
export async function connectOnce(redisUrl: string): Promise<Redis> {
  const manner = { enableOfflineQueue: true, retryStrategy: () => null, lazyConnect: true };
  const redis = connect(redisUrl, { commandTimeout: 5_000 }, manner);
  let failure: unknown;
  redis.on('error', (error: unknown) => (failure = error));
  try {
    await redis.connect();
    return redis;
  } catch (error) {
    redis.disconnect();
    throw failure ?? error;
  }
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

/** The server, or each of the cluster that takes writes. Those of a cluster are known once it is ready. */
export function serversOf(redis: Redis): readonly Server[] {
  return redis instanceof Cluster ? redis.nodes('master') : [redis];
}

/** Resolves when every server that takes writes has answered. */
export async function pingAll(redis: Redis): Promise<void> {
  const servers = serversOf(redis);
  if (servers.length === 0)
    throw new AppError('store_unavailable', 'No server of the Redis cluster is known.');
  await Promise.all(servers.map((server) => server.ping()));
}

async function assertNoClusterNode(server: Server): Promise<void> {
  if (!/cluster_enabled:1/.test(await server.info('cluster'))) return;
  const message =
    'Redis is a node of a cluster. Name several of its nodes in REDIS_URL, with commas.';
  throw new AppError('setting_invalid', message);
}

/**
 * Throws eviction_policy_unsafe unless Redis refuses writes when it is full: anything else drops queued events. Throws
 * setting_invalid for a cluster that only one address was given of.
 */
export async function assertSafeRedis(redis: Redis): Promise<void> {
  await whenReady(redis);
  if (redis instanceof Server) await assertNoClusterNode(redis);
  for (const server of serversOf(redis)) {
    const [, policy] = await server.config('GET', 'maxmemory-policy');
    if (policy === undefined || policy === 'noeviction') continue;
    throw new AppError(
      'eviction_policy_unsafe',
      `Redis has maxmemory-policy ${policy} and may drop queued events. Set it to noeviction.`,
    );
  }
}
