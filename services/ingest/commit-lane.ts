import type { BatchRecord } from '../queue/batch.ts';
import { createWaitingBatches, type WaitingBatch } from './waiting-batches.ts';

export interface LaneOptions {
  /** Stores the records as one batch; resolves once it is durable. */
  readonly store: (batch: WaitingBatch) => Promise<void>;
  readonly clock: () => number;
  readonly batchBytes: number;
  readonly batchDelayMs: number;
}

export interface CommitLane {
  /** Takes records in order; resolves when all of them are stored, rejects when any was not. */
  readonly add: (records: readonly BatchRecord[]) => Promise<void>;
  /** Stores what is due: after records were added or stored. `isUrgent` says not to wait for company. */
  readonly pump: (isUrgent: boolean) => void;
}

/**
 * The group commit of one partition. One batch is under way at a time, which keeps the order and lets the next one
 * fill meanwhile: a lone client is never delayed, and many small ones share a batch.
 */
export function createCommitLane(options: LaneOptions): CommitLane {
  const { store, clock, batchBytes, batchDelayMs } = options;
  const waiting = createWaitingBatches(batchBytes, clock);
  let isStoring = false;
  let timer: NodeJS.Timeout | undefined;

  const isDue = ({ bytes, openedAt }: WaitingBatch) =>
    bytes >= batchBytes || clock() - openedAt >= batchDelayMs;

  function begin(batch: WaitingBatch): void {
    waiting.shift();
    clearTimeout(timer);
    timer = undefined;
    isStoring = true;
    void store(batch)
      .then(batch.resolve, batch.reject)
      .finally(() => {
        isStoring = false;
      });
  }

  function pump(isUrgent: boolean): void {
    const head = waiting.head();
    if (isStoring || head === undefined) return;
    if (isUrgent || isDue(head)) begin(head);
    else timer ??= setTimeout(onTimer, batchDelayMs);
  }

  function onTimer(): void {
    timer = undefined;
    pump(true);
  }

  return { add: waiting.add, pump };
}
