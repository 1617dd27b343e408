import { withDeadline } from '../http/with-deadline.ts';
import type { Logger } from '../logger.ts';
import {
  readAllTargets,
  readChangedTargets,
  type EnforcementPosition,
} from '../storage/enforced-targets.ts';
import type { Pool } from '../storage/pool.ts';
import { createDecisionSet, type DecisionSet } from './decision-set.ts';
import { createHoldings, hold } from './holdings.ts';

interface FollowOptions {
  readonly pool: Pool;
  readonly log: Logger;
  /** Milliseconds from one reading to the next; a decision takes hold at the latest so much after its commit. */
  readonly everyMs?: number;
  /** Milliseconds that a start waits for the first reading before it goes on without. */
  readonly firstWaitMs?: number;
}

/** A copy of what is in force that follows the database. */
export interface FollowedDecisions {
  /** Undefined until everything was read once. */
  readonly set: () => DecisionSet | undefined;
  /** Milliseconds since the epoch, by the database's clock as it was last read. */
  readonly now: () => number;
  /** Milliseconds since the last reading; Infinity while there was none. */
  readonly ageMs: () => number;
  /** Resolves once everything was read, or the wait is over. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

// A reading that hangs must not hold up the next for longer than a client would wait.
const readingMs = 30_000;

function inTime<Reading>(asked: Promise<Reading>): Promise<Reading> {
  return withDeadline(asked, readingMs, () => new Error('no answer in time'));
}

interface Copy {
  readonly set: DecisionSet;
  readonly position: EnforcementPosition;
  /** By the monotonic clock, when the reading began. */
  readonly at: number;
}

/**
 * Reads twice: what is remembered begins at the end of the first reading, and whoever is told by it alone would hold a
 * cursor from before and have to begin anew.
 */
async function readFirst(pool: Pool): Promise<Copy> {
  const holdings = createHoldings();
  const first = await inTime(readAllTargets(pool, (target) => hold(holdings, target)));
  return readOn(pool, { set: createDecisionSet(holdings, first), position: first, at: 0 });
}

async function readOn(pool: Pool, copy: Copy): Promise<Copy> {
  const at = performance.now();
  const reading = await inTime(readChangedTargets(pool, copy.position));
  copy.set.take(reading);
  return { ...copy, position: reading, at };
}

/** Does the work again and again, a pause after each end, and ends with the one under way. */
function repeat(work: () => Promise<void>, everyMs: number) {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();
  const run = (): Promise<void> => {
    running = work().finally(() => {
      if (!isStopped) timer = setTimeout(() => void run(), everyMs).unref();
    });
    return running;
  };
  return {
    start: run,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      return running;
    },
  };
}

/**
 * Reads what is in force and then, again and again, what has changed. Asking is enough: a notification could be
 * missed, and a second way to learn of a change would only hide that. While the database is away the copy stays as
 * it is, and what ends by its date still ends.
 */
export function followDecisions(options: FollowOptions): FollowedDecisions {
  const { pool, log, everyMs = 250, firstWaitMs = 10_000 } = options;
  let copy: Copy | undefined;
  let isFailing = false;

  const ageMs = () => (copy === undefined ? Infinity : performance.now() - copy.at);
  const now = () => (copy === undefined ? Date.now() : copy.position.readAt / 1_000 + ageMs());

  const step = async () => {
    try {
      copy = copy === undefined ? await readFirst(pool) : await readOn(pool, copy);
      if (isFailing) log.info('decisions are followed again');
      isFailing = false;
    } catch (err) {
      if (!isFailing)
        log.error({ err }, 'decisions are not followed; what is known stays in force');
      isFailing = true;
    }
    copy?.set.expire(now());
  };
  const { start, stop } = repeat(step, everyMs);

  return {
    ...{ set: () => copy?.set, now, ageMs, stop },
    start: () => {
      const late = new Error('the first reading takes long');
      return withDeadline(start(), firstWaitMs, () => late).catch((err: unknown) => {
        log.warn({ err }, 'serving begins without knowing what is in force');
      });
    },
  };
}
