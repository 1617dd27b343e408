import { AppError } from '../../services/errors.ts';
import type { Logger } from '../../services/logger.ts';
import {
  raiseEpoch,
  readEpoch,
  readPartitionState,
  type PartitionState,
} from '../../services/queue/partition-store.ts';
import type { Redis } from '../../services/queue/redis-connection.ts';
import type { NewDeadLetter } from '../../services/storage/dead-letters.ts';
import { takePartitionLease } from '../../services/storage/partition-leases.ts';
import type { Pool } from '../../services/storage/pool.ts';
import type { EngineState, PartitionEngine } from '../detection/engine.ts';
import type { DetectCounters } from './counters.ts';
import { loadProfiles } from './load-profiles.ts';
import { createSeenJournal, restoreSeenIds } from './seen-journal.ts';
import type { SeenIds } from './seen-ids.ts';

export interface DetectDependencies {
  readonly redis: Redis;
  readonly pool: Pool;
  readonly log: Logger;
  readonly clock: () => number;
  readonly createEngine: (state?: EngineState) => PartitionEngine;
  readonly counters: DetectCounters;
  /** Tells for how many ms no partition has had anything to do. */
  readonly quietMs: () => Promise<number>;
  readonly workerId: string;
  readonly idleFlushMs: number;
  readonly commitMaxBatches: number;
  /** How many bytes of profiles one partition may hold now. */
  readonly cacheBytes: () => number;
}

/** One time of owning a partition: its state in memory, ahead of what is stored by the batches since the last commit. */
export interface Session {
  readonly partition: number;
  readonly epoch: number;
  readonly engine: PartitionEngine;
  readonly seen: SeenIds;
  readonly journal: ReturnType<typeof createSeenJournal>;
  /** The last sequence applied in memory, and the last one committed. */
  applied: number;
  committed: number;
  /** When the first of the uncommitted batches was applied, by the clock; null when all is committed. */
  uncommittedSince: number | null;
  commits: number;
  /** Whether more waited at the last look than was read at once. */
  isBehind: boolean;
  /** Whether nothing came after the last flush. */
  isFlushed: boolean;
  lastBatchAt: number;
  letters: NewDeadLetter[];
}

function checkHistory(partition: number, state: PartitionState, appliedInPostgres: number): void {
  if (appliedInPostgres <= state.sequence) return;
  throw new AppError(
    'queue_lost',
    `Partition ${partition} has applied batch ${appliedInPostgres}, but Redis knows only ${state.sequence}: ` +
      'it has lost data or belongs to another instance. Restore the Redis data of this instance.',
  );
}

/** Takes the partition: fences every earlier owner in both stores, then reads what the last commit left. */
export async function openSession(deps: DetectDependencies, partition: number): Promise<Session> {
  const { redis, pool, clock, workerId: owner } = deps;
  const aboveEpoch = await readEpoch(redis, partition);
  const lease = await takePartitionLease(pool, { partition, owner, aboveEpoch });
  if (!(await raiseEpoch(redis, partition, lease.epoch))) {
    throw new AppError('partition_fenced', 'Another worker took the partition just now.');
  }
  const state = await readPartitionState(redis, partition);
  checkHistory(partition, state, lease.appliedSequence);
  const { watermarkAt, dirtyAccountIds, applied } = state;
  const engine = deps.createEngine({ watermarkAt, dirtyAccountIds });
  await loadProfiles(redis, engine, { partition, accountIds: dirtyAccountIds });
  return {
    partition,
    epoch: lease.epoch,
    engine,
    seen: await restoreSeenIds(redis, partition, clock()),
    journal: createSeenJournal(),
    applied,
    committed: applied,
    uncommittedSince: null,
    commits: 0,
    isBehind: false,
    isFlushed: false,
    lastBatchAt: clock(),
    letters: [],
  };
}
