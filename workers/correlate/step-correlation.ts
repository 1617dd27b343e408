import { readSequences } from '../../services/queue/queue-depth.ts';
import { listPartitionLeases } from '../../services/storage/partition-leases.ts';
import { closeTicks } from './close-ticks.ts';
import type { CorrelateDependencies, Correlation } from './correlation.ts';

/** How often a new tick is looked for, in ms. */
const lookEveryMs = 500;

function isSame(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index]);
}

/** Closes the ticks that every partition has passed. Returns for how many ms there is nothing to do. */
export async function stepCorrelation(
  deps: CorrelateDependencies,
  correlation: Correlation,
): Promise<number> {
  const { pool, redis, clock, partitions } = deps;
  // In this order: a flush that covers the later reading of a sequence covers all of it.
  const leases = await listPartitionLeases(pool);
  const sequences = await readSequences(redis, partitions);
  const byPartition = new Map(leases.map((lease) => [lease.partition, lease]));
  const views = sequences.map((sequence, partition) => ({
    sequence,
    lease: byPartition.get(partition),
  }));
  const { isQuiet, upToTickAt } = deps.findReadyTick(views, clock());
  const { state } = correlation;
  if (isQuiet) {
    if (isSame(state.coveredSequences, sequences)) return lookEveryMs;
    const isAll = await closeTicks(deps, correlation, { upToTickAt, covered: sequences });
    return isAll ? lookEveryMs : 0;
  }
  // Until the first tick is closed a partition that knows no time yet holds everything up.
  if (upToTickAt <= (state.closedTickAt ?? 0)) return lookEveryMs;
  const isAll = await closeTicks(deps, correlation, { upToTickAt, covered: null });
  return isAll ? lookEveryMs : 0;
}
