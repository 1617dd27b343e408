import type { Logger } from '../../services/logger.ts';
import type { Report } from '../create-reporter.ts';
import { runRounds } from '../run-rounds.ts';

interface Maintenance<Chore extends string> {
  /** Each is done once an hour and returns how much of it there was. */
  readonly chores: Readonly<Record<Chore, () => Promise<number>>>;
  /** Totals since the start. */
  readonly counters: Record<Chore, number>;
  readonly log: Logger;
  readonly report: Report;
  /** How long it rests between two reports, ms. */
  readonly restMs: number;
}

const everyMs = 3_600_000;

/** Does each chore at the start and then once an hour until it is closed. Several may run: each chore finds less to do. */
export function runMaintenance<Chore extends string>(maintenance: Maintenance<Chore>) {
  const { chores, counters, log, report, restMs } = maintenance;
  let doneAt = -Infinity;
  return runRounds({
    round: async () => {
      await report(true);
      if (performance.now() - doneAt < everyMs) return;
      for (const chore of Object.keys(chores) as Chore[]) {
        const count = await chores[chore]();
        counters[chore] += count;
        if (count > 0) log.info({ chore, count }, 'what was kept for its term is gone');
      }
      doneAt = performance.now();
    },
    restMs,
    onFailure: (err) => {
      log.error({ err }, 'a round of maintenance failed; the next one goes on');
    },
    end: () => report(false),
  });
}
