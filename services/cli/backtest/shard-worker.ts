import { parentPort, workerData } from 'node:worker_threads';
import { createEngine } from '../../../workers/detection/create-engine.ts';
import { loadDetection } from '../../../workers/load-detection.ts';
import { partitionOf } from '../../queue/partition-of.ts';
import { openSharedEvents, type SharedEvents } from '../inputs/read-events.ts';
import { openLines, type SharedLines } from '../line-store.ts';
import { createFieldPeek } from '../inputs/peek-field.ts';
import type { ShardResult } from './backtest-shard.ts';
import { runShard, type ShardStep } from './run-shard.ts';

export interface ShardTask {
  readonly events: SharedEvents;
  readonly accounts: SharedLines;
  readonly settings: string | undefined;
  readonly shard: number;
  readonly shards: number;
}

export type ShardMessage =
  | { readonly kind: 'step'; readonly step: ShardStep }
  | { readonly kind: 'result'; readonly result: ShardResult };

const { events, accounts, settings, shard, shards } = workerData as ShardTask;
const post = (message: ShardMessage) => parentPort?.postMessage(message);
const peekAccount = createFieldPeek('account_id');
const lines = openLines(accounts);

const result = runShard({
  events: openSharedEvents(events),
  accounts: Array.from({ length: lines.length }, (_, index) => lines.at(index)),
  engine: createEngine(await loadDetection(settings)),
  isMine: (line) => partitionOf(peekAccount(line) ?? '', shards) === shard,
  onStep: (step) => post({ kind: 'step', step }),
});
post({ kind: 'result', result });
