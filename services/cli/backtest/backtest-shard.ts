import { isUtf8 } from 'node:buffer';
import { accountRecord } from '../../contracts/account.ts';
import { maxLineBytes } from '../../contracts/max-line-bytes.ts';
import { usageEvent, type UsageEvent } from '../../contracts/usage-event.ts';
import { withoutNulls } from '../../contracts/without-nulls.ts';
import type { EngineEffects, PartitionEngine } from '../../../workers/detection/engine.ts';
import { createRequestBook, type RequestTimes } from './request-times.ts';

export interface AccountScore {
  readonly accountId: string;
  readonly score: number;
}

export interface ShardCounts {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
}

export interface ShardResult {
  readonly counts: ShardCounts;
  readonly scores: readonly AccountScore[];
  readonly requests: ReadonlyMap<string, RequestTimes>;
  /** The segment that an account's record declares, where it declares one. */
  readonly segments: ReadonlyMap<string, string>;
}

/** One engine over the accounts that are given to it, fed with lines as they stand in the files. */
export interface BacktestShard {
  applyAccount(line: Buffer): void;
  applyEvent(line: Buffer): void;
  drain(): EngineEffects;
  /** Closes the open tick; drain once more afterwards. */
  flush(): void;
  result(): ShardResult;
}

function parseLine(line: Buffer): unknown {
  if (line.length > maxLineBytes || !isUtf8(line)) return undefined;
  try {
    return withoutNulls(JSON.parse(line.toString()));
  } catch {
    return undefined;
  }
}

/** Whether an event is seen for the first time. */
function createEventFilter() {
  const seen = new Set<string>();
  return ({ account_id, event_id }: UsageEvent): boolean => {
    const before = seen.size;
    return seen.add(`${account_id}\0${event_id}`).size > before;
  };
}

/** Validates and deduplicates as the live system does, over the whole log. */
export function createBacktestShard(engine: PartitionEngine): BacktestShard {
  const counts = { accepted: 0, duplicates: 0, rejected: 0 };
  const book = createRequestBook();
  const segments = new Map<string, string>();
  const isNew = createEventFilter();
  const load = (accountId: string) => {
    if (!engine.isLoaded(accountId)) engine.load(accountId, null);
  };
  return {
    applyAccount: (line) => {
      const record = accountRecord.safeParse(parseLine(line));
      if (!record.success) return;
      const { account_id, segment } = record.data;
      if (segment !== undefined) segments.set(account_id, segment);
      load(account_id);
      engine.applyAccount(record.data);
    },
    applyEvent: (line) => {
      const event = usageEvent.safeParse(parseLine(line));
      if (!event.success) {
        counts.rejected += 1;
        return;
      }
      if (!isNew(event.data)) {
        counts.duplicates += 1;
        return;
      }
      counts.accepted += 1;
      const at = Date.parse(event.data.occurred_at);
      book.add(event.data, at);
      load(event.data.account_id);
      // A log is judged by its own times: each event stands for the moment it arrived.
      engine.applyEvent(event.data, at);
    },
    drain: engine.drain,
    flush: engine.flush,
    result: () => ({ counts, segments, requests: book.times, scores: engine.scores() }),
  };
}
