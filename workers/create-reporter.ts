import { AppError } from '../services/errors.ts';
import type { Redis } from '../services/queue/redis-connection.ts';
import { reportWorker, type WorkerRole } from '../services/queue/worker-registry.ts';

/** Who has not reported for so many leases is started anew: what it waits for may never come. */
const presetStuckLeases = 12;

export interface ReporterOptions {
  readonly redis: Redis;
  readonly role: WorkerRole;
  readonly workerId: string;
  readonly leaseMs: number;
  readonly counters: Readonly<Record<string, number>>;
  readonly onFatal: (error: AppError) => void;
  /** For a role whose one round may take longer than 12 leases. */
  readonly stuckLeases?: number;
}

/** What a worker says of its work; without it, that it gets on and owns no partition. */
export interface Work {
  readonly partitions: readonly number[];
  /** By Date.now(). */
  readonly progressAt: number;
}

/** Reports and returns the ids of the live workers of the role; false takes the worker off the list for good. */
export type Report = (isAlive: boolean, work?: Work) => Promise<string[]>;

/**
 * Says for a worker that it works, and ends it when it has long not: then it is off the list, its health check fails,
 * and whoever started it starts it again. Time counts only while the process gets to run: a long computation is work.
 */
export function createReporter(options: ReporterOptions): Report {
  const { redis, role, workerId, leaseMs, counters, onFatal } = options;
  const { stuckLeases = presetStuckLeases } = options;
  const startedAt = Date.now();
  let silentLeases = 0;
  const stuck = (what: string) => {
    const context = { role, workerId };
    onFatal(new AppError('worker_stuck', `The worker ${what}; it is started again.`, { context }));
  };
  const watch = setInterval(() => {
    silentLeases += 1;
    if (silentLeases > stuckLeases) stuck('has not reached Redis for long');
  }, leaseMs);
  watch.unref();
  return async (isAlive, work) => {
    if (!isAlive) clearInterval(watch);
    const now = Date.now();
    const { partitions, progressAt } = work ?? { partitions: [], progressAt: now };
    const said = { workerId, role, startedAt, reportedAt: now, progressAt };
    const report = { ...said, partitions: [...partitions], counters: { ...counters } };
    const live = await reportWorker(redis, report, { leaseMs, isAlive });
    silentLeases = 0;
    if (isAlive && now - progressAt > 2 * stuckLeases * leaseMs) stuck('does not get on');
    return live;
  };
}
