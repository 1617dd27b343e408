import { randomUUID } from 'node:crypto';
import { partitionKeys } from '../../services/queue/keys.ts';
import { acquireLock, releaseLock, renewLock, type Lock } from '../../services/queue/lock.ts';
import { murmur3 } from '../../services/queue/partition-of.ts';
import type { Report } from '../create-reporter.ts';
import { runPartition, type PartitionRunner } from './run-partition.ts';
import type { DetectDependencies } from './session.ts';
import { createWakeSignal } from '../wake-signal.ts';

interface KeeperOptions {
  readonly partitions: number;
  readonly leaseMs: number;
  readonly onFatal: (error: unknown) => void;
  readonly report: Report;
  /** Kept up to date with the partitions that are ours. */
  readonly held: Set<number>;
}

interface Keeper extends KeeperOptions {
  readonly deps: DetectDependencies;
  readonly token: string;
  readonly runners: Map<number, PartitionRunner>;
  isClosing: boolean;
}

/** A partition whose loop has not got through for so many leases is left to others. */
const stuckLeases = 12;

/** The loop that got through the longest ago counts for all. */
function reportWork({ deps, runners, report }: Keeper, isAlive: boolean): Promise<string[]> {
  const progressAt = Math.min(
    deps.clock(),
    ...[...runners.values()].map((one) => one.progressAt()),
  );
  return report(isAlive, { partitions: [...runners.keys()], progressAt });
}

function lockOf({ token }: Keeper, partition: number): Lock {
  return { key: partitionKeys(partition).lease, token };
}

function isHeld(keeper: Keeper, partition: number): Promise<boolean> {
  return renewLock(keeper.deps.redis, lockOf(keeper, partition), keeper.leaseMs);
}

async function release(keeper: Keeper, runner: PartitionRunner): Promise<void> {
  await runner.stop();
  await releaseLock(keeper.deps.redis, lockOf(keeper, runner.partition));
}

async function take(keeper: Keeper, partition: number): Promise<void> {
  const { deps, leaseMs, runners, held, onFatal } = keeper;
  if (!(await acquireLock(deps.redis, lockOf(keeper, partition), leaseMs))) return;
  const options = { partition, onFatal, isHeld: () => isHeld(keeper, partition) };
  const runner = runPartition(deps, options);
  runners.set(partition, runner);
  held.add(partition);
  deps.log.info({ partition }, 'took a partition');
  const forget = () => {
    runners.delete(partition);
    held.delete(partition);
    deps.log.info({ partition }, 'gave a partition up');
  };
  runner.ended.then(forget).catch(onFatal);
}

async function renewAll(keeper: Keeper): Promise<void> {
  const { deps, runners, leaseMs, onFatal } = keeper;
  for (const runner of runners.values()) {
    const isStuck = deps.clock() - runner.progressAt() > stuckLeases * leaseMs;
    if (!isStuck && (await isHeld(keeper, runner.partition))) continue;
    // Not awaited: what a lost partition still waits for must not hold up the renewal of the others.
    runner.stop().catch(onFatal);
  }
}

async function balance(keeper: Keeper): Promise<void> {
  const { deps, runners, partitions } = keeper;
  const workers = await reportWork(keeper, true);
  await renewAll(keeper);
  const share = Math.ceil(partitions / Math.max(1, workers.length));
  const surplus = [...runners.values()].slice(share);
  await Promise.all(surplus.map((runner) => release(keeper, runner)));
  // Each worker looks from a place of its own, so that they seldom reach for the same partition.
  const start = murmur3(Buffer.from(deps.workerId)) % partitions;
  for (let offset = 0; offset < partitions; offset += 1) {
    const partition = (start + offset) % partitions;
    if (keeper.isClosing || runners.size >= share) return;
    if (!runners.has(partition)) await take(keeper, partition);
  }
}

export interface LeaseKeeper {
  /** Stops every partition, commits, lets the locks go, and leaves the list of workers. */
  close(): Promise<void>;
}

/** Renews the locks of the partitions that are ours, and takes or gives some so that live workers have equal shares. */
export function startLeaseKeeper(deps: DetectDependencies, options: KeeperOptions): LeaseKeeper {
  const token = `${deps.workerId}:${randomUUID()}`;
  const keeper: Keeper = { ...options, token, deps, runners: new Map(), isClosing: false };
  const signal = createWakeSignal();
  const loop = async () => {
    while (!keeper.isClosing) {
      await balance(keeper).catch((err: unknown) => {
        deps.log.warn({ err }, 'leases were not renewed');
      });
      await signal.wait(options.leaseMs / 3);
    }
  };
  const running = loop();
  return {
    close: async () => {
      keeper.isClosing = true;
      signal.wake();
      await running;
      await Promise.all([...keeper.runners.values()].map((runner) => release(keeper, runner)));
      await reportWork(keeper, false);
    },
  };
}
