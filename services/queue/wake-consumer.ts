import { setTimeout as pass } from 'node:timers/promises';
import { WaitingError, Worker, type Job } from 'bullmq';
import { applyBatchJob, jobNames } from '../contracts/jobs.ts';
import type { Logger } from '../logger.ts';
import { partitionTag } from './keys.ts';
import type { Redis } from './redis-connection.ts';

interface WakeConsumerOptions {
  readonly redis: Redis;
  readonly partition: number;
  /** Jobs that may wait for one commit. */
  readonly concurrency: number;
  readonly log: Logger;
  /** Resolves true once the batch is committed, false when this worker gives the partition up before. */
  waitForCommit(sequence: number): Promise<boolean>;
}

/** So long, in ms, an end may take. On a cluster that is changing BullMQ may wait for its connection for ever. */
const closeMs = 5_000;

export interface WakeConsumer {
  /** Takes no job any more. One that was not finished in time is given to another when its lock runs out. */
  close(): Promise<void>;
}

/**
 * Takes the wake-up jobs of one partition. A job is done once its batch is committed, and goes back when this worker
 * stops before that. BullMQ renews the locks; one that is lost all the same costs a wake-up and no data, so a job
 * may stall as often as it likes.
 */
export function createWakeConsumer(options: WakeConsumerOptions): WakeConsumer {
  const { redis, partition, concurrency, log, waitForCommit } = options;
  const process = async (job: Job, token?: string): Promise<void> => {
    const { sequence } = applyBatchJob.parse(job.data);
    if (await waitForCommit(sequence)) return;
    await job.moveToWait(token);
    throw new WaitingError();
  };
  const worker = new Worker(jobNames.applyBatch, process, {
    connection: redis,
    prefix: partitionTag(partition),
    concurrency,
    maxStalledCount: 1_000_000,
    removeOnComplete: { count: 100 },
    removeOnFail: { count: 1_000 },
  });
  worker.on('error', (err) => log.debug({ err, partition }, 'a wake-up was lost'));
  return {
    close: async () => {
      const late = pass(closeMs, 'late' as const, { ref: false });
      const how = await Promise.race([worker.close(), late]);
      if (how === 'late') log.warn({ partition }, 'the consumer of wake-ups did not end in time');
    },
  };
}
