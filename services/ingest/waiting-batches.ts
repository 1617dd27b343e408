import type { BatchRecord } from '../queue/batch.ts';

export interface WaitingBatch {
  readonly records: readonly BatchRecord[];
  readonly openedAt: number;
  readonly bytes: number;
  /** Called with the outcome of storing it; every request in it hears of it. */
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface FillingBatch extends WaitingBatch {
  readonly records: BatchRecord[];
  readonly stored: Promise<unknown>;
  bytes: number;
}

interface WaitingBatches {
  /** Appends records in order; resolves when all of them are stored, rejects when any was not. */
  readonly add: (records: readonly BatchRecord[]) => Promise<void>;
  readonly head: () => WaitingBatch | undefined;
  readonly shift: () => void;
}

/** The batches of one partition that wait to be stored; the last one fills until it holds `batchBytes`. */
export function createWaitingBatches(batchBytes: number, clock: () => number): WaitingBatches {
  const waiting: FillingBatch[] = [];

  function openBatch(): FillingBatch {
    const last = waiting.at(-1);
    if (last !== undefined && last.bytes < batchBytes) return last;
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const openedAt = clock();
    const batch: FillingBatch = {
      records: [],
      openedAt,
      bytes: 0,
      stored: promise,
      resolve: () => {
        resolve(undefined);
      },
      reject,
    };
    waiting.push(batch);
    return batch;
  }

  return {
    add: async (records) => {
      const touched = new Set<Promise<unknown>>();
      for (const record of records) {
        const batch = openBatch();
        batch.records.push(record);
        batch.bytes += record.line.length;
        touched.add(batch.stored);
      }
      await Promise.all(touched);
    },
    head: () => waiting[0],
    shift: () => waiting.shift(),
  };
}
