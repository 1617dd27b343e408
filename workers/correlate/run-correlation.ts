import { randomUUID } from 'node:crypto';
import { correlateLeaseKey } from '../../services/queue/keys.ts';
import { acquireLock, releaseLock, renewLock, type Lock } from '../../services/queue/lock.ts';
import type { Report } from '../create-reporter.ts';
import { createWakeSignal } from '../wake-signal.ts';
import { openCorrelation, type CorrelateDependencies, type Correlation } from './correlation.ts';
import { stepCorrelation } from './step-correlation.ts';

/** How long it waits after a failure, in ms. */
const backOffMs = 1_000;

export interface CorrelationRunner {
  close(): Promise<void>;
}

/** One round as the worker, or as one in reserve. Returns for how many ms to sleep. */
function createRound(deps: CorrelateDependencies, lock: Lock, leaseMs: number) {
  const { redis, log } = deps;
  let correlation: Correlation | undefined;
  return async (): Promise<number> => {
    try {
      const isOurs =
        (await renewLock(redis, lock, leaseMs)) || (await acquireLock(redis, lock, leaseMs));
      if (!isOurs) {
        correlation = undefined;
        return leaseMs / 3;
      }
      correlation ??= await openCorrelation(deps);
      return await stepCorrelation(deps, correlation);
    } catch (err) {
      // What is in memory may be ahead of the store now; the next round starts from the last commit.
      correlation = undefined;
      log.warn({ err }, 'the correlation starts again from its last commit');
      return backOffMs;
    }
  };
}

/** Correlates for as long as no other worker does it; any number may run, one works. */
export function runCorrelation(
  deps: CorrelateDependencies,
  { leaseMs, report }: { readonly leaseMs: number; readonly report: Report },
): CorrelationRunner {
  const { redis, workerId } = deps;
  const lock = { key: correlateLeaseKey, token: `${workerId}:${randomUUID()}` };
  const round = createRound(deps, lock, leaseMs);
  const signal = createWakeSignal();
  let isClosing = false;
  const loop = async () => {
    while (!isClosing) {
      await report(true).catch((err: unknown) => {
        deps.log.warn({ err }, 'the worker could not report');
      });
      const sleepMs = await round();
      if (sleepMs > 0) await signal.wait(sleepMs);
    }
  };
  const running = loop();
  return {
    close: async () => {
      isClosing = true;
      signal.wake();
      await running;
      await releaseLock(redis, lock);
      await report(false);
    },
  };
}
