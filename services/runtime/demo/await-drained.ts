import { countPending, readSequences } from '../../queue/queue-depth.ts';
import { connectWorker } from '../../queue/redis-connection.ts';
import { getCorrelateState } from '../../storage/correlate-state.ts';
import type { Pool } from '../../storage/pool.ts';
import { waitUntil } from '../wait-until.ts';

interface Pipeline {
  readonly redisUrl: string;
  readonly pool: Pool;
  readonly partitions: number;
  /** Ends the wait early. */
  readonly isStopping: () => boolean;
}

/** Waits until every queue is empty and one full correlation has covered the last event. */
export async function awaitDrained(pipeline: Pipeline): Promise<void> {
  const { pool, partitions } = pipeline;
  const redis = connectWorker(pipeline.redisUrl);
  const isDrained = async (): Promise<boolean> => {
    const pending = await countPending(redis, partitions);
    if (pending.some((count) => count > 0)) return false;
    const given = await readSequences(redis, partitions);
    const { coveredSequences } = await getCorrelateState(pool);
    return given.every((sequence, partition) => (coveredSequences[partition] ?? 0) >= sequence);
  };
  try {
    const isOver = async () => pipeline.isStopping() || (await isDrained());
    await waitUntil(isOver, { deadlineMs: Infinity, everyMs: 100 });
  } finally {
    redis.disconnect();
  }
}
