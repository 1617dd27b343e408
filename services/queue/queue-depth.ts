import { partitionKeys } from './keys.ts';
import type { Redis } from './redis-connection.ts';

/** Reads the same of every partition. One by one, not as a pipeline: on a cluster they lie on several servers. */
function readEach<Value>(
  partitions: number,
  read: (partition: number) => Promise<Value>,
): Promise<Value[]> {
  return Promise.all(Array.from({ length: partitions }, (_, partition) => read(partition)));
}

/** Batches that wait in each partition. */
export function countPending(redis: Redis, partitions: number): Promise<number[]> {
  return readEach(partitions, (partition) => redis.zcard(partitionKeys(partition).pending));
}

/** When the batch that waits longest arrived in each partition, in ms; null where none waits. */
export function readOldestArrivals(redis: Redis, partitions: number): Promise<(number | null)[]> {
  return readEach(partitions, async (partition) => {
    const { pending } = partitionKeys(partition);
    const [, arrivedAt] = await redis.zrange(pending, 0, '0', 'WITHSCORES');
    return arrivedAt === undefined ? null : Number(arrivedAt);
  });
}

/** The last sequence given out in each partition; 0 before the first. */
export function readSequences(redis: Redis, partitions: number): Promise<number[]> {
  return readEach(partitions, async (partition) =>
    Number((await redis.get(partitionKeys(partition).sequence)) ?? 0),
  );
}

interface QueueDepthOptions {
  readonly redis: Redis;
  readonly partitions: number;
  readonly clock?: () => number;
}

/** How long one reading serves, in ms. */
const freshMs = 100;

/** Returns a function that gives the pending batches over all partitions, read at most ten times a second. */
export function createQueueDepth({ redis, partitions, clock = Date.now }: QueueDepthOptions) {
  let readAt = -Infinity;
  let depth: Promise<number> = Promise.resolve(0);
  return (): Promise<number> => {
    const now = clock();
    if (now - readAt < freshMs) return depth;
    readAt = now;
    depth = countPending(redis, partitions).then((counts) => counts.reduce((a, b) => a + b, 0));
    // A failed reading is not kept: the next caller asks again.
    depth.catch(() => (readAt = -Infinity));
    return depth;
  };
}
