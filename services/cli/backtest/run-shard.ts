import type { AccountDigest, PartitionEngine } from '../../../workers/detection/engine.ts';
import type { Finding } from '../../contracts/finding.ts';
import { createBacktestShard, type ShardResult } from './backtest-shard.ts';

/** Lines in event-time order, as `readEvents` gives them. */
export interface TimedLines {
  readonly length: number;
  lineAt(place: number): Buffer;
  timeAt(place: number): number;
}

export interface ShardStep {
  readonly findings: readonly Finding[];
  readonly digests: readonly AccountDigest[];
  /** ms; digests of ticks up to it are complete. */
  readonly watermarkAt: number;
  /** Places of the log passed so far. */
  readonly done: number;
}

interface ShardInput {
  readonly events: TimedLines;
  readonly accounts: Iterable<Buffer>;
  readonly engine: PartitionEngine;
  /** Whether a line is of an account of this shard. */
  readonly isMine: (line: Buffer) => boolean;
  readonly onStep: (step: ShardStep) => void;
}

/** In event time. When an engine is drained changes no finding; each draining encodes every profile touched. */
const drainEveryMs = 86_400_000;

/** Feeds one engine its share of a log. Pure: the same lines give the same steps. */
export function runShard({ events, accounts, engine, isMine, onStep }: ShardInput): ShardResult {
  const shard = createBacktestShard(engine);
  const drain = (done: number) => {
    const { findings, digests, watermarkAt } = shard.drain();
    onStep({ findings, digests, watermarkAt, done });
  };
  for (const line of accounts) if (isMine(line)) shard.applyAccount(line);
  let drainAt = 0;
  for (let place = 0; place < events.length; place += 1) {
    const line = events.lineAt(place);
    if (isMine(line)) shard.applyEvent(line);
    const at = events.timeAt(place);
    if (at < drainAt) continue;
    drain(place + 1);
    drainAt = (Math.floor(at / drainEveryMs) + 1) * drainEveryMs;
  }
  shard.flush();
  drain(events.length);
  return shard.result();
}
