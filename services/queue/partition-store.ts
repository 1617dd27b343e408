import { partitionKeys } from './keys.ts';
import { defineScript } from './lua-script.ts';
import type { Redis } from './redis-connection.ts';

export interface PartitionState {
  /** The last sequence given out; 0 before the first. */
  readonly sequence: number;
  readonly applied: number;
  /** Ms; 0 before the first event. */
  readonly watermarkAt: number;
  readonly dirtyAccountIds: readonly string[];
}

/** What the last commit left of a partition, profiles and seen ids apart. */
export async function readPartitionState(redis: Redis, partition: number): Promise<PartitionState> {
  const keys = partitionKeys(partition);
  const [numbers, watermark, dirtyAccountIds] = await Promise.all([
    redis.mget(keys.sequence, keys.applied),
    redis.hget(keys.state, 'watermark'),
    redis.smembers(keys.dirty),
  ]);
  const [sequence, applied] = numbers;
  return {
    sequence: Number(sequence ?? 0),
    applied: Number(applied ?? 0),
    watermarkAt: Number(watermark ?? 0),
    dirtyAccountIds,
  };
}

export interface WaitingBatches {
  readonly sequence: number;
  /** The batches from the asked one on, in order; null where one is gone. */
  readonly buffers: readonly (Buffer | null)[];
}

/** Reads up to `count` batches from sequence `from` on, with the last sequence given out, in one round trip. */
export async function readBatches(
  redis: Redis,
  partition: number,
  { from, count }: { readonly from: number; readonly count: number },
): Promise<WaitingBatches> {
  const keys = partitionKeys(partition);
  const names = Array.from({ length: count }, (_, index) => `${keys.batch}:${from + index}`);
  const [last, ...buffers] = await redis.mgetBuffer(keys.sequence, ...names);
  const sequence = Number(last?.toString() ?? 0);
  return { sequence, buffers: buffers.slice(0, Math.max(0, sequence - from + 1)) };
}

/** Profiles in the order of the ids; null for an account that has none. */
export async function readProfiles(
  redis: Redis,
  partition: number,
  accountIds: readonly string[],
): Promise<(Buffer | null)[]> {
  if (accountIds.length === 0) return [];
  return redis.hmgetBuffer(partitionKeys(partition).profiles, ...accountIds);
}

/** The ids seen in an hour (since the epoch), 8 bytes each; null without any. */
export function readSeenHour(
  redis: Redis,
  partition: number,
  hour: number,
): Promise<Buffer | null> {
  return redis.getBuffer(`${partitionKeys(partition).seen}:${hour}`);
}

/** The highest epoch that a commit was allowed for; 0 before the first. */
export async function readEpoch(redis: Redis, partition: number): Promise<number> {
  return Number((await redis.get(partitionKeys(partition).epoch)) ?? 0);
}

const raise = defineScript(`
local current = tonumber(redis.call('GET', KEYS[1]) or '0')
if current < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) return 1 end
if current == tonumber(ARGV[1]) then return 1 end
return 0`);

/** Fences every owner of a lower epoch. False when a higher epoch stands already. */
export async function raiseEpoch(redis: Redis, partition: number, epoch: number): Promise<boolean> {
  return (await raise(redis, [partitionKeys(partition).epoch], [epoch])) === 1;
}
