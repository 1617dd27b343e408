import { Queue } from 'bullmq';
import { jobNames, type ApplyBatchJob } from '../contracts/jobs.ts';
import { partitionTag } from './keys.ts';
import type { Redis } from './redis-connection.ts';

/** A job only wakes the owner of its partition, so finished ones are kept just long enough to look at. */
const retention = { removeOnComplete: { count: 100 }, removeOnFail: { count: 1_000 } };
const streams = { events: { maxLen: 100 } };

export interface WakeJobs {
  /** Adds the job that names a batch. Losing it costs the time until the owner's next sweep and nothing else. */
  add(partition: number, sequence: number): Promise<void>;
  close(): Promise<void>;
}

/** One BullMQ queue a partition, over one connection that stays the caller's. */
export function createWakeJobs(redis: Redis, partitions: number): WakeJobs {
  const queues = Array.from({ length: partitions }, (_, partition) => {
    const options = { connection: redis, prefix: partitionTag(partition), streams };
    const queue = new Queue<ApplyBatchJob>(jobNames.applyBatch, {
      ...options,
      defaultJobOptions: { ...retention, attempts: 1 },
    });
    // Connection errors are the owner's of the connection; without a listener they would end the process.
    queue.on('error', () => undefined);
    return queue;
  });
  return {
    add: async (partition, sequence) => {
      const data = { partition, sequence };
      await queues[partition]?.add(jobNames.applyBatch, data, { jobId: `batch-${sequence}` });
    },
    close: async () => {
      await Promise.all(queues.map((queue) => queue.close()));
    },
  };
}
