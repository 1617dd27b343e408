import { createWakeConsumer, type WakeConsumer } from '../../services/queue/wake-consumer.ts';
import { createCommitWaiters, type CommitWaiters } from './commit-waiters.ts';
import { commitSession } from './commit-session.ts';
import { judgeFailure, withCare, type Recovery, type Verdict } from './recover.ts';
import { openSession, type DetectDependencies, type Session } from './session.ts';
import { stepSession } from './step-session.ts';
import { createWakeSignal, type WakeSignal } from '../wake-signal.ts';

export interface PartitionRunner {
  readonly partition: number;
  /** When its loop last got through, by the clock. */
  progressAt(): number;
  /** Commits what is applied and ends. */
  stop(): Promise<void>;
  /** Resolves at the end, whatever the cause. */
  readonly ended: Promise<void>;
}

interface RunnerOptions {
  readonly partition: number;
  /** Whether the lock is still ours; asked before each new session. */
  readonly isHeld: () => Promise<boolean>;
  readonly onFatal: (error: unknown) => void;
}

/** What changes while a partition is worked on. */
interface Run {
  session: Session | undefined;
  isStopping: boolean;
  progressAt: number;
  failures: number;
  readonly recovery: Recovery;
  readonly signal: WakeSignal;
  readonly waiters: CommitWaiters;
}

/** After a store failed, tries again in so many ms, more and more. */
function backOffMs(failures: number): number {
  return Math.min(100 * 2 ** failures, 2_000);
}

function judge(deps: DetectDependencies, run: Run, error: unknown): Verdict {
  const partition = run.session?.partition;
  const verdict = judgeFailure(error, run.session, run.recovery);
  run.session = undefined;
  run.failures = verdict === 'again' ? 0 : run.failures + 1;
  const fields = { err: error, partition, verdict };
  deps.log.warn(fields, 'a partition starts again from its last commit');
  return verdict;
}

/** One round: opens a session where there is none, then a step of it. Returns the ms that may be slept. */
async function goOn(
  deps: DetectDependencies,
  run: Run,
  { partition, isHeld, onFatal }: RunnerOptions,
): Promise<number | 'lost'> {
  try {
    if (run.session === undefined && !(await isHeld())) return 'lost';
    run.session ??= await openSession(deps, partition);
    const careful = withCare(deps, run.session, run.recovery);
    const idleMs = await stepSession(careful, run.session, run.recovery.poisoned);
    run.waiters.settle(run.session.committed);
    run.progressAt = deps.clock();
    run.failures = 0;
    return idleMs;
  } catch (error) {
    const verdict = judge(deps, run, error);
    if (verdict === 'fatal') onFatal(error);
    if (verdict === 'lost' || verdict === 'fatal') return 'lost';
    return verdict === 'again' ? 0 : backOffMs(run.failures);
  }
}

async function loop(deps: DetectDependencies, run: Run, options: RunnerOptions): Promise<void> {
  while (!run.isStopping) {
    const sleepMs = await goOn(deps, run, options);
    if (sleepMs === 'lost') return;
    if (sleepMs > 0) await run.signal.wait(sleepMs);
  }
  const { session } = run;
  if (session === undefined) return;
  try {
    if (session.uncommittedSince !== null) await commitSession(deps, session);
    run.waiters.settle(session.committed);
  } catch (error) {
    // The next owner repeats what was not stored.
    judge(deps, run, error);
  }
}

async function finish(run: Run, consumer: WakeConsumer): Promise<void> {
  const closing = consumer.close();
  // Jobs whose batches wait for the next owner go back to the queue; the consumer waits for that.
  run.waiters.giveUp();
  await closing;
}

/** Works on one partition until it is stopped or another takes it. A session that fails is replaced by a new one. */
export function runPartition(deps: DetectDependencies, options: RunnerOptions): PartitionRunner {
  const { partition } = options;
  const { redis, log, clock, commitMaxBatches: concurrency } = deps;
  const run: Run = {
    ...{ session: undefined, isStopping: false, progressAt: clock(), failures: 0 },
    recovery: { poisoned: new Map(), carefulUntil: 0 },
    signal: createWakeSignal(),
    waiters: createCommitWaiters(),
  };
  const waitForCommit = (sequence: number) => {
    run.signal.wake();
    return run.waiters.wait(sequence);
  };
  const consumer = createWakeConsumer({ redis, partition, concurrency, log, waitForCommit });
  const ended = loop(deps, run, options).then(() => finish(run, consumer));
  return {
    partition,
    progressAt: () => run.progressAt,
    ended,
    stop: () => {
      run.isStopping = true;
      run.signal.wake();
      return ended;
    },
  };
}
