import { createHash } from 'node:crypto';
import type { Redis } from './redis-connection.ts';

type Argument = string | number | Buffer;

/** Runs the script on keys of one hash tag; arguments may be binary. */
export type LuaScript = (
  redis: Redis,
  keys: readonly string[],
  values: readonly Argument[],
) => Promise<unknown>;

/** A script that is sent by its hash, and in full only when Redis has forgotten it: after a restart, say. */
export function defineScript(lua: string): LuaScript {
  const sha1 = createHash('sha1').update(lua).digest('hex');
  return async (redis, keys, values) => {
    try {
      return await redis.evalsha(sha1, keys.length, ...keys, ...values);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return redis.eval(lua, keys.length, ...keys, ...values);
    }
  };
}
