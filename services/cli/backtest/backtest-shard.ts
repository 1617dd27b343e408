import { isUtf8 } from 'node:buffer';
import { accountRecord } from '../../contracts/account.ts';
import { maxLineBytes } from '../../contracts/max-line-bytes.ts';
import { usageEvent } from '../../contracts/usage-event.ts';
import { withoutNulls } from '../../contracts/without-nulls.ts';
import type { EngineEffects, PartitionEngine } from '../../../workers/detection/engine.ts';

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
  /** Event times (ms) of each account's requests, in order. */
  readonly requestTimes: ReadonlyMap<string, readonly number[]>;
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

function createTally() {
  const counts = { accepted: 0, duplicates: 0, rejected: 0 };
  const times = new Map<string, number[]>();
  const addTime = (accountId: string, at: number) => {
    const known = times.get(accountId);
    if (known === undefined) times.set(accountId, [at]);
    else known.push(at);
  };
  return { counts, times, addTime };
}

/** Validates and deduplicates as the live system does, over the whole log. */
export function createBacktestShard(engine: PartitionEngine): BacktestShard {
  const { counts, times, addTime } = createTally();
  const seen = new Set<string>();
  const load = (accountId: string) => {
    if (!engine.isLoaded(accountId)) engine.load(accountId, null);
  };
  return {
    applyAccount: (line) => {
      const record = accountRecord.safeParse(parseLine(line));
      if (!record.success) return;
      load(record.data.account_id);
      engine.applyAccount(record.data);
    },
    applyEvent: (line) => {
      const event = usageEvent.safeParse(parseLine(line));
      if (!event.success) {
        counts.rejected += 1;
        return;
      }
      const { account_id, event_id, occurred_at } = event.data;
      const key = `${account_id}\0${event_id}`;
      if (seen.has(key)) {
        counts.duplicates += 1;
        return;
      }
      seen.add(key);
      counts.accepted += 1;
      const at = Date.parse(occurred_at);
      addTime(account_id, at);
      load(account_id);
      // A log is judged by its own times: each event stands for the moment it arrived.
      engine.applyEvent(event.data, at);
    },
    drain: engine.drain,
    flush: engine.flush,
    result: () => ({ counts, requestTimes: times, scores: engine.scores() }),
  };
}
