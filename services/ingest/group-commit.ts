import { AppError } from '../errors.ts';
import { withDeadline } from '../http/with-deadline.ts';
import { encodeBatch, type BatchRecord } from '../queue/batch.ts';
import { createCommitLane } from './commit-lane.ts';
import type { WaitingBatch } from './waiting-batches.ts';

interface GroupCommitOptions {
  readonly append: (partition: number, buffer: Buffer, records: number) => Promise<unknown>;
  readonly partitions: number;
  readonly clock: () => number;
  readonly batchBytes: number;
  readonly batchDelayMs: number;
  /** How long an append may take before its callers hear 503. */
  readonly deadlineMs?: number;
}

export interface GroupCommit {
  /** A request begins to be read. Call the result once, when its records are handed over or it failed. */
  readonly enter: () => () => void;
  /** Resolves when every record is durable; throws store_unavailable when one may not be. `records[p]` go to partition p. */
  readonly commit: (records: readonly (readonly BatchRecord[] | undefined)[]) => Promise<void>;
}

function unavailable(cause?: unknown): AppError {
  const options = { cause, retryable: true, retryAfterSeconds: 1 };
  return new AppError(
    'store_unavailable',
    'The queue does not answer; send the batch again.',
    options,
  );
}

type Store = (partition: number, batch: WaitingBatch) => Promise<void>;

function createStore({ append, deadlineMs = 5_000 }: GroupCommitOptions): Store {
  return async (partition, { records, openedAt }) => {
    const buffer = encodeBatch({ receivedAt: openedAt, records });
    const appended = append(partition, buffer, records.length).catch((cause: unknown) => {
      throw unavailable(cause);
    });
    await withDeadline(appended, deadlineMs, unavailable);
  };
}

/** Coalesces the records of all requests into batches by partition: up to `batchBytes`, at most `batchDelayMs` late. */
export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const store = createStore(options);
  let reading = 0;
  const isQuiet = () => reading === 0;
  const lanes = Array.from({ length: options.partitions }, (_, partition) =>
    createCommitLane({ ...options, isQuiet, store: (batch) => store(partition, batch) }),
  );

  let isPumpPlanned = false;
  // After the poll phase and not at once: requests that have arrived together are then all known.
  const planPump = () => {
    if (isPumpPlanned) return;
    isPumpPlanned = true;
    setImmediate(() => {
      isPumpPlanned = false;
      for (const { pump } of lanes) pump();
    });
  };

  return {
    enter: () => {
      reading += 1;
      return () => {
        reading -= 1;
        planPump();
      };
    },
    commit: async (records) => {
      planPump();
      await Promise.all(lanes.map(({ add }, partition) => add(records[partition] ?? [])));
    },
  };
}
