import { z } from 'zod';
import { workerKey, workersKey } from './keys.ts';
import { defineScript } from './lua-script.ts';
import type { Redis } from './redis-connection.ts';

/*
 * By the clock of Redis, so that the clocks of the machines need not agree. Two keys outside the partitions' tags,
 * which on a cluster may lie on different nodes: hence a script for the first alone.
 */
const beat = defineScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[3] == '1' then redis.call('ZADD', KEYS[1], now, ARGV[1]) else redis.call('ZREM', KEYS[1], ARGV[1]) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
return redis.call('ZRANGE', KEYS[1], 0, -1)`);

export const workerRoles = [
  'detect',
  'correlate',
  'calibrate',
  'deliver',
  'automate',
  'maintain',
] as const;
export type WorkerRole = (typeof workerRoles)[number];

export const workerReport = z.object({
  workerId: z.string(),
  role: z.enum(workerRoles),
  /** Ms. */
  startedAt: z.number(),
  reportedAt: z.number(),
  /** When work was last looked for or done, the longest ago of all its loops. */
  progressAt: z.number(),
  partitions: z.array(z.number()),
  /** Totals since the start, by name. */
  counters: z.record(z.string(), z.number()),
});
export type WorkerReport = z.output<typeof workerReport>;

interface Liveness {
  readonly leaseMs: number;
  /** False takes the worker off the list at once. */
  readonly isAlive: boolean;
}

/** Reports for a worker and returns the ids of the live ones of its role. One is live for `leaseMs` after a report. */
export async function reportWorker(
  redis: Redis,
  report: WorkerReport,
  { leaseMs, isAlive }: Liveness,
): Promise<string[]> {
  const { workerId, role } = report;
  const key = workerKey(workerId);
  if (isAlive) await redis.set(key, JSON.stringify(report), 'PX', leaseMs);
  else await redis.unlink(key);
  const values = [workerId, leaseMs, isAlive ? 1 : 0];
  const live = await beat(redis, [workersKey(role)], values);
  return z.array(z.string()).parse(live);
}

/** What the live workers of a role last reported. */
export async function listWorkers(redis: Redis, role: WorkerRole): Promise<WorkerReport[]> {
  const ids = await redis.zrange(workersKey(role), 0, '-1');
  const reports = await Promise.all(ids.map((id) => redis.get(workerKey(id))));
  return reports.flatMap((json) => (json === null ? [] : [workerReport.parse(JSON.parse(json))]));
}
