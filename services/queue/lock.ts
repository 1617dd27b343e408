import { defineScript } from './lua-script.ts';
import type { Redis } from './redis-connection.ts';

/*
 * A lock says who should work on something, so that workers do not get in each other's way. It protects nothing: a
 * stopped process may believe in it for long. The epoch protects.
 */
const renew = defineScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`);

const release = defineScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`);

export interface Lock {
  readonly key: string;
  /** Unlike that of any other process, a restarted one included. */
  readonly token: string;
}

/** False while another holds it. */
export async function acquireLock(
  redis: Redis,
  { key, token }: Lock,
  leaseMs: number,
): Promise<boolean> {
  return (await redis.set(key, token, 'PX', leaseMs, 'NX')) === 'OK';
}

/** False when it ran out or went to another. */
export async function renewLock(
  redis: Redis,
  { key, token }: Lock,
  leaseMs: number,
): Promise<boolean> {
  return (await renew(redis, [key], [token, leaseMs])) === 1;
}

/** Lets another take it at once. Of no effect when it is not ours. */
export async function releaseLock(redis: Redis, { key, token }: Lock): Promise<void> {
  await release(redis, [key], [token]);
}
