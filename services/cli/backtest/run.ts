import type { Correlator } from '../../../workers/detection/campaigns/correlator.ts';
import type { PartitionEngine } from '../../../workers/detection/engine.ts';
import { createBacktestShard } from './backtest-shard.ts';
import { createCorrelationFeed } from './correlation-feed.ts';
import { createFlagBook } from './flag-book.ts';
import { composeOutcome, type BacktestOutcome } from './outcome.ts';

/** Lines in event-time order, as `readEventFiles` gives them. */
export interface TimedLines {
  readonly length: number;
  lineAt(place: number): Buffer;
  timeAt(place: number): number;
}

interface BacktestInput {
  readonly events: TimedLines;
  readonly accounts: Iterable<Buffer>;
  readonly engine: PartitionEngine;
  readonly correlator: Correlator;
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** In event time. When an engine is drained changes no finding; each draining encodes every profile touched. */
const drainEveryMs = 86_400_000;

/** Runs the live detection over a log: pure, the same lines give the same outcome. */
export function runBacktest(input: BacktestInput): BacktestOutcome {
  const { events, accounts, engine, correlator } = input;
  const shard = createBacktestShard(engine);
  const book = createFlagBook();
  const feed = createCorrelationFeed({ correlator, shards: 1, onClosed: book.addCampaigns });
  const drain = () => {
    const { findings, digests, watermarkAt } = shard.drain();
    book.addFindings(findings);
    feed.add(0, digests, watermarkAt);
  };
  for (const line of accounts) shard.applyAccount(line);
  let drainAt = 0;
  for (let place = 0; place < events.length; place += 1) {
    shard.applyEvent(events.lineAt(place));
    if (place % 1_000 === 0) input.onProgress?.(place);
    const at = events.timeAt(place);
    if (at < drainAt) continue;
    drain();
    drainAt = (Math.floor(at / drainEveryMs) + 1) * drainEveryMs;
  }
  shard.flush();
  drain();
  feed.end();
  return composeOutcome([shard.result()], book);
}
