import type { Report } from '../create-reporter.ts';
import { createWakeSignal } from '../wake-signal.ts';
import { learnVersion, type CalibrateDependencies } from './learn-version.ts';

interface CalibrationOptions extends Omit<CalibrateDependencies, 'onPage'> {
  readonly report: Report;
  /** How long it rests between two looks, ms. */
  readonly restMs: number;
}

/** Looks for a new day of event time until it is closed. Several may run: the version's key keeps one result. */
export function runCalibration(options: CalibrationOptions): { close(): Promise<void> } {
  const { log, report, restMs } = options;
  const signal = createWakeSignal();
  let isClosing = false;
  let tried: string | undefined;
  const isOpen = () => !isClosing;

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
      await signal.wait(restMs);
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
