import type { Logger } from '../logger.ts';
import { partitionKeys } from './keys.ts';
import { defineScript } from './lua-script.ts';
import type { Redis } from './redis-connection.ts';
import { createReplicatedWrite } from './replicated-write.ts';
import { createWakeJobs } from './wake-jobs.ts';

const appendBatch = defineScript(`
local sequence = redis.call('INCR', KEYS[1])
redis.call('SET', KEYS[3] .. ':' .. sequence, ARGV[1])
redis.call('ZADD', KEYS[2], ARGV[2], sequence)
return sequence`);

interface BatchWriterOptions {
  readonly redis: Redis;
  readonly partitions: number;
  readonly log?: Logger;
}

export interface BatchWriter {
  /**
   * Puts an encoded batch at the end of its partition's queue and returns its sequence. Resolves only when Redis
   * has it, on a cluster with a replica wherever one follows. A rejection says nothing: the batch may be there, and
   * sending it again does no harm.
   */
  append(partition: number, buffer: Buffer): Promise<number>;
  /** Waits for the wake-up jobs on their way. The connection stays open: it is the caller's. */
  close(): Promise<void>;
}

/** Writes batches: the script that stores one and notes it as pending, then the job that wakes the owner. */
export function createBatchWriter({ redis, partitions, log }: BatchWriterOptions): BatchWriter {
  const jobs = createWakeJobs(redis, partitions);
  const replicated = createReplicatedWrite(redis, log);
  const underway = new Set<Promise<void>>();
  const wake = (partition: number, sequence: number) => {
    const added = jobs
      .add(partition, sequence)
      .catch((err: unknown) =>
        log?.warn({ err, partition, sequence }, 'a wake-up job was not added'),
      )
      .finally(() => underway.delete(added));
    underway.add(added);
  };
  return {
    append: async (partition, buffer) => {
      const { sequence, pending, batch } = partitionKeys(partition);
      const keys = [sequence, pending, batch];
      const given = await replicated(sequence, async (server) =>
        Number(await appendBatch(server, keys, [buffer, Date.now()])),
      );
      // Not awaited: the batch is safe, and the pending list finds it when the job gets lost.
      wake(partition, given);
      return given;
    },
    close: async () => {
      await Promise.allSettled(underway);
      await jobs.close();
    },
  };
}
