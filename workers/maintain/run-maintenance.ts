import type { Logger } from '../../services/logger.ts';
import type { Report } from '../create-reporter.ts';
import { createWakeSignal } from '../wake-signal.ts';

/** Something that is done once an hour; what it returns is how much of it there was. */
export interface Chore {
  readonly name: string;
  run(): Promise<number>;
}

interface Maintenance {
  readonly chores: readonly Chore[];
  readonly log: Logger;
  readonly report: Report;
  /** How long it rests between two reports, ms. */
  readonly restMs: number;
}

const everyMs = 3_600_000;

/** Does each chore at the start and then once an hour until it is closed. Several may run: each chore finds less to do. */
export function runMaintenance(maintenance: Maintenance): { close(): Promise<void> } {
  const { chores, log, report, restMs } = maintenance;
  const signal = createWakeSignal();
  let isClosing = false;
  let doneAt = -Infinity;

  async function round(): Promise<void> {
    await report(true);
    if (performance.now() - doneAt < everyMs) return;
    for (const { name, run } of chores) {
      const count = await run();
      if (count > 0) log.info({ chore: name, count }, 'what was kept for its term is gone');
    }
    doneAt = performance.now();
  }

  async function loop(): Promise<void> {
    while (!isClosing) {
      await round().catch((err: unknown) => {
        log.error({ err }, 'a round of maintenance failed; the next one goes on');
      });
      await signal.wait(restMs);
    }
  }

  const looping = loop();
  return {
    close: async () => {
      isClosing = true;
      signal.wake();
      await looping;
      await report(false);
    },
  };
}
