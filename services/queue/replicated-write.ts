import { Cluster } from 'ioredis';
import type { Logger } from '../logger.ts';
import type { Redis, Server } from './redis-connection.ts';

/** How long a replica may take, in ms; and after one was missing, for how long none is waited for. */
const replicaMs = 500;
const forgetMs = 1_000;

/** Runs a write on the server that holds the key. */
export type ReplicatedWrite = <Result>(
  key: string,
  write: (server: Server) => Promise<Result>,
) => Promise<Result>;

/** The server of a cluster that holds a key now. A key keeps its slot, so that is asked once. */
function createServerOf(cluster: Cluster) {
  const slots = new Map<string, Promise<number>>();
  const slotOf = (key: string) => {
    const known = slots.get(key) ?? cluster.cluster('KEYSLOT', key);
    slots.set(key, known);
    known.catch(() => slots.delete(key));
    return known;
  };
  return async (key: string): Promise<Server> => {
    const [holder] = cluster.slots[await slotOf(key)] ?? [];
    const found = cluster.nodes('master').find(({ options }) => {
      return `${String(options.host)}:${String(options.port)}` === holder;
    });
    if (found === undefined) throw new Error('No server of the cluster holds this key now.');
    return found;
  };
}

/**
 * On a cluster, where another server may take over, a write is waited for until a replica has it too (WAIT on the
 * connection that wrote it). That narrows what a failover can lose and does not exclude it: a server that has no
 * replica at the moment goes on alone and says so in the log, because refusing would stop intake for every partition.
 */
export function createReplicatedWrite(redis: Redis, log?: Logger): ReplicatedWrite {
  if (!(redis instanceof Cluster)) return (_key, write) => write(redis);
  const serverOf = createServerOf(redis);
  const missedAt = new WeakMap<Server, number>();
  const confirm = async (server: Server) => {
    if (performance.now() - (missedAt.get(server) ?? -Infinity) < forgetMs) return;
    if ((await server.wait(1, replicaMs)) > 0) return;
    missedAt.set(server, performance.now());
    const { host, port } = server.options;
    log?.warn({ host, port }, 'no replica has what was just written: a failover could lose it');
  };
  return async (key, write) => {
    try {
      const server = await serverOf(key);
      const result = await write(server);
      await confirm(server);
      return result;
    } catch (error) {
      // The key may be with another server by now; the caller tries again.
      redis.refreshSlotsCache();
      throw error;
    }
  };
}
