import type { StoreAddresses } from '../open-stores.ts';
import { broken, ok, type Check } from './check.ts';
import { checkDetection } from './check-detection.ts';
import { checkClock, checkNode } from './check-machine.ts';
import { checkPort } from './check-port.ts';
import { checkPostgres, type PostgresFindings } from './check-postgres.ts';
import { checkRedis, type RedisFindings } from './check-redis.ts';
import { describeDurability } from './describe-durability.ts';

interface Instance extends StoreAddresses {
  readonly nodeVersion: string;
  readonly partitions: number;
  readonly detectionSettings: string;
}

function checkDurability(redis: RedisFindings, postgres: PostgresFindings): Check[] {
  if (redis.facts === undefined || postgres.facts === undefined) return [];
  const { isSafe, guarantee, mend } = describeDurability(redis.facts, postgres.facts);
  return [isSafe ? ok('durability', guarantee) : broken('durability', guarantee, mend ?? '')];
}

function checkClocks(redis: RedisFindings, postgres: PostgresFindings): Check[] {
  return [
    ...(postgres.skewMs === undefined ? [] : [checkClock('postgres', postgres.skewMs)]),
    ...(redis.skewMs === undefined ? [] : [checkClock('redis', redis.skewMs)]),
  ];
}

/** Everything that an instance needs, in the order in which it should be mended. */
export async function examineInstance(instance: Instance): Promise<Check[]> {
  const { gatewayUrl, staffUrl } = instance;
  const [detection, postgres, redis, gateway, review] = await Promise.all([
    checkDetection(instance.detectionSettings),
    checkPostgres(instance),
    checkRedis(instance.redisUrl),
    checkPort({ name: 'gateway', url: gatewayUrl, setting: 'GATEWAY_PORT' }),
    checkPort({ name: 'review', url: staffUrl, setting: 'STAFF_PORT' }),
  ]);
  return [
    checkNode(instance.nodeVersion),
    detection,
    ...postgres.checks,
    ...redis.checks,
    gateway,
    review,
    ...checkClocks(redis, postgres),
    ...checkDurability(redis, postgres),
  ];
}
