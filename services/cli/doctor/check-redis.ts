import { Redis } from 'ioredis';
import { listWorkers } from '../../queue/worker-registry.ts';
import { checkQuarantine } from './check-quarantine.ts';
import { broken, causeOf, ok, warning, type Check } from './check.ts';
import type { RedisFacts } from './describe-durability.ts';

export interface RedisFindings {
  readonly checks: readonly Check[];
  /** undefined when it does not answer. */
  readonly facts?: RedisFacts;
  /** ms that its clock is ahead of this machine's. */
  readonly skewMs?: number;
}

const oldestMajor = 6;

function field(info: string, name: string): string {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
}

async function readSetting(redis: Redis, name: string, fallback: string): Promise<string> {
  // Managed Redis forbids CONFIG; what INFO says then has to do.
  const answer = await redis.config('GET', name).catch(() => []);
  return (answer as string[])[1] ?? fallback;
}

async function measureSkew(redis: Redis): Promise<number> {
  const startedAt = Date.now();
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1_000 + Number(micros) / 1_000 - (startedAt + Date.now()) / 2;
}

async function readFacts(redis: Redis, info: string): Promise<RedisFacts> {
  const isAppending = field(info, 'aof_enabled') === '1';
  return {
    appendonly: await readSetting(redis, 'appendonly', isAppending ? 'yes' : 'no'),
    appendfsync: await readSetting(redis, 'appendfsync', 'unknown'),
    evictionPolicy: await readSetting(
      redis,
      'maxmemory-policy',
      field(info, 'maxmemory_policy') || 'unknown',
    ),
    isWriteFailing: field(info, 'aof_last_write_status') === 'err',
    replicas: Number(field(info, 'connected_slaves') || 0),
  };
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

const roles = ['detect', 'correlate', 'calibrate', 'deliver', 'automate'] as const;

async function checkWorkers(redis: Redis): Promise<Check> {
  const counts = await Promise.all(
    roles.map(async (role) => [role, (await listWorkers(redis, role)).length] as const),
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
  await redis.connect();
  const info = await redis.info();
  const version = field(info, 'redis_version');
  const facts = await readFacts(redis, info);
  const server =
    Number.parseInt(version, 10) < oldestMajor
      ? broken('redis', `version ${version} is too old`, 'Use Redis 6.2 or newer.')
      : ok('redis', `version ${version} answers`);
  const settings = [checkPolicy(facts), checkPersistence(facts)];
  const checks = [server, ...settings, await checkWorkers(redis), await checkQuarantine(redis)];
  return { checks, facts, skewMs: await measureSkew(redis) };
}

export async function checkRedis(redisUrl: string | undefined): Promise<RedisFindings> {
  if (redisUrl === undefined) {
    const mend = 'Start an instance with npm start, or set REDIS_URL.';
    return { checks: [broken('redis', 'no address is known', mend)] };
  }
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: 5_000,
  });
  let failure: unknown;
  redis.on('error', (error) => (failure = error));
  try {
    return await examine(redis);
  } catch (error) {
    const why = causeOf(failure ?? error);
    const mend = 'Start Redis, or correct REDIS_URL.';
    return { checks: [broken('redis', `no answer (${why})`, mend)] };
  } finally {
    redis.disconnect();
  }
}
