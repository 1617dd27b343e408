import { partitionKeys } from './keys.ts';
import type { Redis } from './redis-connection.ts';

/** Runs the same reading command for every partition in one round trip. */
async function readEach(
  redis: Redis,
  partitions: number,
  add: (pipeline: ReturnType<Redis['pipeline']>, partition: number) => void,
): Promise<unknown[]> {
  const pipeline = redis.pipeline();
  for (let partition = 0; partition < partitions; partition += 1) add(pipeline, partition);
  const replies = (await pipeline.exec()) ?? [];
  return replies.map(([error, value]) => {
    if (error !== null) throw error;
    return value;
  });
}

/** Batches that wait in each partition. */
export async function countPending(redis: Redis, partitions: number): Promise<number[]> {
  const counts = await readEach(redis, partitions, (pipeline, partition) =>
    pipeline.zcard(partitionKeys(partition).pending),
  );
  return counts.map(Number);
}

/** When the batch that waits longest arrived in each partition, in ms; null where none waits. */
export async function readOldestArrivals(
  redis: Redis,
  partitions: number,
): Promise<(number | null)[]> {
  const oldest = await readEach(redis, partitions, (pipeline, partition) =>
    pipeline.zrange(partitionKeys(partition).pending, 0, '0', 'WITHSCORES'),
  );
  return oldest.map((found) => {
    const [, arrivedAt] = found as string[];
    return arrivedAt === undefined ? null : Number(arrivedAt);
  });
}

/** The last sequence given out in each partition; 0 before the first. */
export async function readSequences(redis: Redis, partitions: number): Promise<number[]> {
  const values = await readEach(redis, partitions, (pipeline, partition) =>
    pipeline.get(partitionKeys(partition).sequence),
  );
  return values.map((value) => Number(value ?? 0));
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
