import { partitionKeys } from './keys.ts';
import { defineScript } from './lua-script.ts';
import type { Redis } from './redis-connection.ts';

/*
 * The lock says who should work on a partition, so that workers do not get in each other's way. It protects
 * nothing: a stopped process may believe in it for long. The epoch protects.
 */
const renew = defineScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`);

const release = defineScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`);

export interface PartitionLock {
  readonly partition: number;
  /** Unlike that of any other process, a restarted one included. */
  readonly token: string;
}

/** False while another holds it. */
export async function acquirePartitionLock(
  redis: Redis,
  { partition, token }: PartitionLock,
  leaseMs: number,
): Promise<boolean> {
  const { lease } = partitionKeys(partition);
  return (await redis.set(lease, token, 'PX', leaseMs, 'NX')) === 'OK';
}

/** False when it ran out or went to another. */
export async function renewPartitionLock(
  redis: Redis,
  { partition, token }: PartitionLock,
  leaseMs: number,
): Promise<boolean> {
  return (await renew(redis, [partitionKeys(partition).lease], [token, leaseMs])) === 1;
}

/** Lets another take it at once. Of no effect when it is not ours. */
export async function releasePartitionLock(
  redis: Redis,
  { partition, token }: PartitionLock,
): Promise<void> {
  await release(redis, [partitionKeys(partition).lease], [token]);
}
