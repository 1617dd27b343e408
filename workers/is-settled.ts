import { readSequences } from '../services/queue/queue-depth.ts';
import type { Redis } from '../services/queue/redis-connection.ts';
import { getCorrelateState } from '../services/storage/correlate-state.ts';
import { findInstanceSetting } from '../services/storage/instance-settings.ts';
import { listPartitionLeases } from '../services/storage/partition-leases.ts';
import type { Pool } from '../services/storage/pool.ts';

/**
 * Whether all that was taken in has been applied and flushed, and one full correlation has run after it. False for an
 * instance on which no worker has started yet.
 */
export async function isSettled(pool: Pool, redis: Redis): Promise<boolean> {
  const partitions = Number((await findInstanceSetting(pool, 'partition_count')) ?? 0);
  if (partitions === 0) return false;
  const { coveredSequences } = await getCorrelateState(pool);
  const leases = await listPartitionLeases(pool);
  const flushed = new Map(leases.map((lease) => [lease.partition, lease.flushedSequence]));
  // Read last: what comes in meanwhile makes it false.
  const sequences = await readSequences(redis, partitions);
  return sequences.every(
    (sequence, partition) =>
      sequence === (flushed.get(partition) ?? 0) && sequence === (coveredSequences[partition] ?? 0),
  );
}
