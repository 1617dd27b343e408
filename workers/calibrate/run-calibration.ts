import type { Redis } from '../../services/queue/redis-connection.ts';
import { reportWorker } from '../../services/queue/worker-registry.ts';
import { createWakeSignal } from '../wake-signal.ts';
import { learnVersion, type CalibrateDependencies } from './learn-version.ts';

interface CalibrationOptions extends Omit<CalibrateDependencies, 'onPage'> {
  readonly redis: Redis;
  readonly clock: () => number;
  readonly workerId: string;
  readonly leaseMs: number;
}

/** Looks for a new day of event time until it is closed. Several may run: the version's key keeps one result. */
export function runCalibration(options: CalibrationOptions): { close(): Promise<void> } {
  const { redis, clock, log, counters, workerId, leaseMs } = options;
  const signal = createWakeSignal();
  const startedAt = clock();
  let isClosing = false;
  let tried: string | undefined;
  const isOpen = () => !isClosing;

  const report = async (isAlive: boolean) => {
    const now = clock();
    const said = { workerId, role: 'calibrate' as const, startedAt, reportedAt: now };
    const state = { progressAt: now, partitions: [], counters: { ...counters } };
    await reportWorker(redis, { ...said, ...state }, { leaseMs, isAlive });
  };
  const onPage = async () => {
    if (isClosing) throw new Error('the worker closes; the version is learned at its next start');
    await report(true);
  };
  const loop = async () => {
    while (isOpen()) {
      try {
        await report(true);
        tried = await learnVersion({ ...options, onPage }, tried);
      } catch (err) {
        // Nothing was stored: the next round, or the next worker, learns the version from the start.
        if (isOpen()) log.warn({ err }, 'a baseline could not be learned; it is tried again');
      }
      await signal.wait(leaseMs / 3);
    }
  };
  const running = loop();
  return {
    close: async () => {
      isClosing = true;
      signal.wake();
      await running;
      await report(false);
    },
  };
}
