import type { PartitionLease } from '../../services/storage/partition-leases.ts';
import { digestTickMs } from '../detection/engine-state.ts';

export interface PartitionView {
  /** The last sequence given out. */
  readonly sequence: number;
  readonly lease: PartitionLease | undefined;
}

export interface ReadyTick {
  /** Everything that was taken in has been applied and flushed: nothing is left to wait for. */
  readonly isQuiet: boolean;
  /** Ms, a multiple of the digest tick; no partition will say anything new about ticks up to it. */
  readonly upToTickAt: number;
}

function isFlushed({ sequence, lease }: PartitionView): boolean {
  return sequence === (lease?.flushedSequence ?? 0);
}

/** Tells since when each partition has got nothing. */
function createIdleClock() {
  const changes = new Map<number, { sequence: number; at: number }>();
  return (partition: number, sequence: number, now: number): number => {
    const before = changes.get(partition);
    if (before?.sequence === sequence) return before.at;
    changes.set(partition, { sequence, at: now });
    return now;
  };
}

/**
 * Up to which tick every partition has spoken. One that is idle while others work holds the tick up for `graceMs`: at
 * the start of a replay it may just not have been reached yet.
 */
export function createReadyTickFinder(graceMs: number) {
  const idleSince = createIdleClock();
  let quietAt = 0;
  return (views: readonly PartitionView[], now: number): ReadyTick => {
    const isQuiet = views.every(isFlushed);
    if (isQuiet) quietAt = now;
    const waitedFor = views.filter((view, partition) => {
      const aloneMs = now - Math.max(quietAt, idleSince(partition, view.sequence, now));
      return !isFlushed(view) || aloneMs < graceMs;
    });
    const least = Math.min(...waitedFor.map(({ lease }) => lease?.watermarkAt ?? 0));
    return { isQuiet, upToTickAt: Math.floor(least / digestTickMs) * digestTickMs };
  };
}
