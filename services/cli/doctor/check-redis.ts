import { connectOnce, serversOf, type Redis } from '../../queue/redis-connection.ts';
import { listWorkers, workerRoles } from '../../queue/worker-registry.ts';
import { checkQuarantine } from './check-quarantine.ts';
import { broken, causeOf, ok, warning, type Check } from './check.ts';
import type { RedisFacts } from './describe-durability.ts';
import { readRedisFacts } from './read-redis-facts.ts';

export interface RedisFindings {
  readonly checks: readonly Check[];
  /** undefined when it does not answer. */
  readonly facts?: RedisFacts;
  /** ms that its clock is ahead of this machine's. */
  readonly skewMs?: number;
}

const oldestMajor = 6;

/** Of the server whose clock is furthest off. */
async function measureSkew(redis: Redis): Promise<number> {
  let most = 0;
  for (const server of serversOf(redis)) {
    const startedAt = Date.now();
    const [seconds, micros] = await server.time();
    const skewMs = Number(seconds) * 1_000 + Number(micros) / 1_000 - (startedAt + Date.now()) / 2;
    if (Math.abs(skewMs) > Math.abs(most)) most = skewMs;
  }
  return most;
}

function checkServers(versions: readonly string[], count: number): Check {
  const old = versions.find((version) => Number.parseInt(version, 10) < oldestMajor);
  if (old !== undefined)
    return broken('redis', `version ${old} is too old`, 'Use Redis 6.2 or newer.');
  const who = count === 1 ? 'answers' : `answers from ${String(count)} servers of a cluster`;
  return ok('redis', `version ${versions.join(', ')} ${who}`);
}

function checkPolicy({ evictionPolicy }: RedisFacts): Check {
  const name = 'redis eviction';
  if (evictionPolicy === 'noeviction')
    return ok(name, 'noeviction: a full Redis refuses, never drops');
  const mend = 'CONFIG SET maxmemory-policy noeviction, and in redis.conf.';
  return broken(name, `${evictionPolicy} drops queued events when memory is full`, mend);
}

function checkPersistence({ appendonly, appendfsync }: RedisFacts): Check {
  const name = 'redis persistence';
  const found = `appendonly ${appendonly}, appendfsync ${appendfsync}`;
  if (appendonly !== 'yes')
    return broken(name, found, 'CONFIG SET appendonly yes, and in redis.conf.');
  if (appendfsync === 'always') return ok(name, found);
  return warning(name, found, 'CONFIG SET appendfsync always, and in redis.conf.');
}

async function checkWorkers(redis: Redis): Promise<Check> {
  const counts = await Promise.all(
    workerRoles.map(async (role) => [role, (await listWorkers(redis, role)).length] as const),
  );
  const found = counts.map(([role, count]) => `${String(count)} ${role}`).join(', ');
  const isMissing = counts.some(
    ([role, count]) => count === 0 && (role === 'detect' || role === 'correlate'),
  );
  if (!isMissing) return ok('workers', found);
  const mend = 'Start them: npm start, or workers/main.ts detect and workers/main.ts correlate.';
  return warning('workers', `${found}: what comes in waits`, mend);
}

async function examine(redis: Redis): Promise<RedisFindings> {
  const facts = await readRedisFacts(redis);
  const server = checkServers(facts.versions, serversOf(redis).length);
  const settings = [checkPolicy(facts), checkPersistence(facts)];
  const checks = [server, ...settings, await checkWorkers(redis), await checkQuarantine(redis)];
  return { checks, facts, skewMs: await measureSkew(redis) };
}

export async function checkRedis(redisUrl: string | undefined): Promise<RedisFindings> {
  if (redisUrl === undefined) {
    const mend = 'Start an instance with npm start, or set REDIS_URL.';
    return { checks: [broken('redis', 'no address is known', mend)] };
  }
  try {
    const redis = await connectOnce(redisUrl);
    return await examine(redis).finally(() => {
      redis.disconnect();
    });
  } catch (error) {
    const mend = 'Start Redis, or correct REDIS_URL.';
    return { checks: [broken('redis', `no answer (${causeOf(error)})`, mend)] };
  }
}
