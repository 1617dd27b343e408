import { AppError } from '../errors.ts';
import { partitionKeys } from './keys.ts';
import { defineScript } from './lua-script.ts';
import type { Redis } from './redis-connection.ts';

/*
 * What is freed goes first: a Redis at its memory limit then lets the rest of the script write, and so the queue
 * can always drain. The commit's id makes a repeated call, as after a lost connection, write nothing twice.
 */
const commit = defineScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if redis.call('HGET', KEYS[7], 'commit') == ARGV[2] then return 1 end
local applied = tonumber(redis.call('GET', KEYS[2]) or '0')
for sequence = applied + 1, tonumber(ARGV[3]) do
  redis.call('UNLINK', KEYS[4] .. ':' .. sequence)
  redis.call('ZREM', KEYS[3], sequence)
end
redis.call('SET', KEYS[2], ARGV[3])
redis.call('HSET', KEYS[7], 'commit', ARGV[2], 'watermark', ARGV[4])
if ARGV[5] == '1' then redis.call('UNLINK', KEYS[6]) end
local at = 7
local function each(count, width, write)
  local last = at + count * width - 1
  while at <= last do
    local to = math.min(at + 1000 * width - 1, last)
    write(at, to)
    at = to + 1
  end
end
local function counted() local count = tonumber(ARGV[at]) at = at + 1 return count end
each(tonumber(ARGV[6]), 2, function(from, to) redis.call('HSET', KEYS[5], unpack(ARGV, from, to)) end)
each(counted(), 1, function(from, to) redis.call('SADD', KEYS[6], unpack(ARGV, from, to)) end)
local hours = counted()
for _ = 1, hours do
  local key = KEYS[8] .. ':' .. ARGV[at]
  redis.call('APPEND', key, ARGV[at + 1])
  redis.call('EXPIRE', key, ARGV[at + 2])
  at = at + 3
end
return 1`);

export interface PartitionCommit {
  readonly partition: number;
  readonly epoch: number;
  /** Unlike that of every other commit of this epoch. */
  readonly number: number;
  readonly applied: number;
  readonly watermarkAt: number;
  readonly profiles: readonly (readonly [accountId: string, bytes: Uint8Array])[];
  readonly dirty: { readonly isReset: boolean; readonly added: readonly string[] };
  /** By hour since the epoch: the ids that were seen first, 8 bytes each. */
  readonly seen: ReadonlyMap<number, Buffer>;
  /** How long the ids of an hour are kept from the last one on. */
  readonly seenTtlSeconds: number;
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Writes what applying batches has changed and removes these batches, all in one script. Throws partition_fenced,
 * with nothing written, unless `epoch` is the partition's.
 */
export async function commitPartition(redis: Redis, given: PartitionCommit): Promise<void> {
  const { partition, epoch, profiles, dirty, seen } = given;
  const keys = partitionKeys(partition);
  const values: (string | number | Buffer)[] = [
    ...[epoch, `${epoch}:${given.number}`, given.applied, given.watermarkAt],
    ...[dirty.isReset ? 1 : 0, profiles.length],
  ];
  for (const [accountId, bytes] of profiles) values.push(accountId, toBuffer(bytes));
  values.push(dirty.added.length);
  for (const accountId of dirty.added) values.push(accountId);
  values.push(seen.size);
  for (const [hour, ids] of seen) values.push(hour, ids, given.seenTtlSeconds);
  const names = [keys.epoch, keys.applied, keys.pending, keys.batch, keys.profiles, keys.dirty];
  const written = await commit(redis, [...names, keys.state, keys.seen], values);
  if (written === 1) return;
  throw new AppError('partition_fenced', 'Another worker owns the partition now.', {
    context: { partition, epoch },
  });
}
