import { withDeadline } from '../http/with-deadline.ts';
import { encodeBatch, type BatchRecord } from '../queue/batch.ts';
import { createCommitLane } from './commit-lane.ts';
import { queueUnavailable } from './queue-unavailable.ts';
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

type Store = (partition: number, batch: WaitingBatch) => Promise<void>;

function createStore({ append, deadlineMs = 5_000 }: GroupCommitOptions): Store {
  return async (partition, { records, openedAt }) => {
    const buffer = encodeBatch({ receivedAt: openedAt, records });
    const appended = append(partition, buffer, records.length).catch((cause: unknown) => {
      throw queueUnavailable(cause);
    });
    await withDeadline(appended, deadlineMs, queueUnavailable);
  };
}

/** Calls `work` once, soon, however often it is asked: after the poll phase, when all that arrived together is known. */
function createPlan(work: () => void): () => void {
  let isPlanned = false;
  return () => {
    if (isPlanned) return;
    isPlanned = true;
    setImmediate(() => {
      isPlanned = false;
      work();
    });
  };
}

/**
 * Coalesces the records of all requests into batches by partition: up to `batchBytes`, at most `batchDelayMs` late.
 * The partitions go in rounds: while one append is under way the others gather, because its callers' next requests
 * are what comes next. A lone client never waits.
 */
export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const storeIn = createStore(options);
  let reading = 0;
  let storing = 0;
  const isQuiet = () => reading === 0 && storing === 0;
  const planPump = createPlan(() => {
    const wasQuiet = isQuiet();
    for (const { pump } of lanes) pump(wasQuiet);
  });

  const store = async (partition: number, batch: WaitingBatch) => {
    storing += 1;
    await storeIn(partition, batch).finally(() => {
      storing -= 1;
      planPump();
    });
  };
  const lanes = Array.from({ length: options.partitions }, (_, partition) =>
    createCommitLane({ ...options, store: (batch) => store(partition, batch) }),
  );

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
