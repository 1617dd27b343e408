import { countPending, readSequences } from './queue-depth.ts';
import type { Redis } from './redis-connection.ts';

interface QuietWatchOptions {
  readonly redis: Redis;
  readonly partitions: number;
  readonly clock: () => number;
}

/** One reading serves for so long, in ms; after a gap of more than the second nothing is known about it. */
const freshMs = 100;
const gapMs = 1_500;

/**
 * Returns a function that tells for how many ms, at least, no partition has had anything pending or got a batch.
 * It knows only what it saw: it counts from 0 after a pause between two calls, as after an outage of Redis.
 */
export function createQuietWatch({ redis, partitions, clock }: QuietWatchOptions) {
  let readAt = -Infinity;
  let quietSince = Infinity;
  let lastTotal = -1;
  let reading: Promise<number> = Promise.resolve(0);
  const read = async (): Promise<number> => {
    const [pending, sequences] = await Promise.all([
      countPending(redis, partitions),
      readSequences(redis, partitions),
    ]);
    const now = clock();
    const total = sequences.reduce((sum, sequence) => sum + sequence, 0);
    const isQuiet = total === lastTotal && pending.every((count) => count === 0);
    if (!isQuiet || now - readAt > gapMs) quietSince = now;
    lastTotal = total;
    readAt = now;
    return now - quietSince;
  };
  let askedAt = -Infinity;
  return (): Promise<number> => {
    const now = clock();
    if (now - askedAt < freshMs) return reading;
    askedAt = now;
    reading = read();
    return reading;
  };
}
