import { AppError } from '../../services/errors.ts';
import type { DetectDependencies, Session } from './session.ts';
import type { PoisonedBatches } from './step-session.ts';

/** What a partition keeps when a session fails and the next one starts from the last commit. */
export interface Recovery {
  readonly poisoned: PoisonedBatches;
  /** Up to this sequence batches are committed one by one, to find the one that Postgres will not take. */
  carefulUntil: number;
}

/** `lost`: another owns the partition. `again`: at once, the cause is dealt with. `later`: a store is away. */
export type Verdict = 'lost' | 'fatal' | 'again' | 'later';

/** SQLSTATE classes 22 and 23: the data is at fault, and trying again will not mend it. */
function isRefusedData(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^2[23]...$/.test(code);
}

function judgeRefusedData(session: Session | undefined, recovery: Recovery): Verdict {
  const waiting = session === undefined ? 0 : session.applied - session.committed;
  if (session === undefined || waiting === 0) return 'later';
  if (waiting === 1) recovery.poisoned.set(session.applied, 'batch_unappliable');
  else recovery.carefulUntil = session.applied;
  return 'again';
}

/** Says how to go on after a session failed, and notes what the next one must know. */
export function judgeFailure(
  error: unknown,
  session: Session | undefined,
  recovery: Recovery,
): Verdict {
  if (isRefusedData(error)) return judgeRefusedData(session, recovery);
  if (!(error instanceof AppError)) return 'later';
  if (error.code === 'partition_fenced') return 'lost';
  if (error.code === 'queue_lost') return 'fatal';
  if (error.code === 'batch_unappliable' && session !== undefined) {
    recovery.poisoned.set(session.applied + 1, error.code);
    return 'again';
  }
  return 'later';
}

/** The dependencies of the next step: careful while a refused batch is looked for. */
export function withCare(
  deps: DetectDependencies,
  session: Session,
  { carefulUntil }: Recovery,
): DetectDependencies {
  return session.applied < carefulUntil ? { ...deps, commitMaxBatches: 1 } : deps;
}
