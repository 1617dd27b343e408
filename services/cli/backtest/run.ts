import { Worker } from 'node:worker_threads';
import type { Correlator } from '../../../workers/detection/campaigns/correlator.ts';
import type { PartitionEngine } from '../../../workers/detection/engine.ts';
import type { Events } from '../inputs/read-events.ts';
import type { LineStore } from '../line-store.ts';
import type { ShardResult } from './backtest-shard.ts';
import { createCorrelationFeed } from './correlation-feed.ts';
import { createFlagBook } from './flag-book.ts';
import { composeOutcome, type BacktestOutcome } from './outcome.ts';
import { runShard, type ShardStep, type TimedLines } from './run-shard.ts';
import type { ShardMessage, ShardTask } from './shard-worker.ts';

interface BacktestInput {
  readonly events: TimedLines;
  readonly accounts: LineStore;
  readonly correlator: Correlator;
  readonly onProgress?: ((done: number) => void) | undefined;
}

interface ThreadedInput extends BacktestInput {
  readonly events: Events;
  readonly threads: number;
  /** The file of detection settings, which each thread reads for itself. */
  readonly settings: string | undefined;
}

/** Brings the steps of all shards together; `outcome` once each has given its result. */
function createCollector({ correlator, onProgress }: BacktestInput, shards: number) {
  const book = createFlagBook();
  const feed = createCorrelationFeed({ correlator, shards, onClosed: book.addCampaigns });
  const progress = Array.from({ length: shards }, () => 0);
  return {
    onStep: (shard: number, { findings, digests, watermarkAt, done }: ShardStep) => {
      book.addFindings(findings);
      feed.add(shard, digests, watermarkAt);
      progress[shard] = done;
      onProgress?.(Math.min(...progress));
    },
    outcome: (results: readonly ShardResult[]) => {
      feed.end();
      return composeOutcome(results, book);
    },
  };
}

/** Runs the live detection over a log in this thread. Pure: the same lines give the same outcome. */
export function runBacktest(input: BacktestInput & { engine: PartitionEngine }): BacktestOutcome {
  const { events, accounts, engine } = input;
  const collector = createCollector(input, 1);
  const result = runShard({
    events,
    accounts: Array.from({ length: accounts.length }, (_, index) => accounts.at(index)),
    engine,
    isMine: () => true,
    onStep: (step) => {
      collector.onStep(0, step);
    },
  });
  return collector.outcome([result]);
}

function runThread(task: ShardTask, onStep: (step: ShardStep) => void): Promise<ShardResult> {
  const { promise, resolve, reject } = Promise.withResolvers<ShardResult>();
  const worker = new Worker(new URL('./shard-worker.ts', import.meta.url), { workerData: task });
  worker.on('message', (message: ShardMessage) => {
    if (message.kind === 'step') onStep(message.step);
    else resolve(message.result);
  });
  worker.on('error', reject);
  worker.on('exit', () => {
    reject(new Error('a thread of the backtest ended early'));
  });
  return promise;
}

/** The same over threads: accounts are dealt out by hash, as to partitions, and correlated here. Same outcome. */
export async function runBacktestOnThreads(input: ThreadedInput): Promise<BacktestOutcome> {
  const { threads, settings } = input;
  const collector = createCollector(input, threads);
  const shared = { events: input.events.share(), accounts: input.accounts.share(), settings };
  const results = await Promise.all(
    Array.from({ length: threads }, (_, shard) =>
      runThread({ ...shared, shard, shards: threads }, (step) => {
        collector.onStep(shard, step);
      }),
    ),
  );
  return collector.outcome(results);
}
