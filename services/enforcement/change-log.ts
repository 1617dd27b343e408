import type { Remediation } from './restriction.ts';

/** That what counts for a target became another. */
export interface TargetChange {
  /** Microseconds by the database's clock, never less than those of the change before. */
  readonly at: number;
  readonly key: string;
  /** What counted until then. */
  readonly was: Remediation | undefined;
}

export interface ChangeLog {
  readonly note: (change: TargetChange) => void;
  /** All after `cursor` in their order; undefined when the log does not reach back so far. */
  readonly since: (cursor: number) => readonly TargetChange[] | undefined;
  /** All that are remembered. */
  readonly all: () => readonly TargetChange[];
  /** Forgets what lies before. */
  readonly forget: (before: number) => void;
  /** Time of the last change, or of the begin while there was none. */
  readonly lastAt: () => number;
}

/** The changes of what is enforced since `begin`, in microseconds by the database's clock. */
export function createChangeLog(begin: number): ChangeLog {
  let from = begin;
  let last = begin;
  let changes: TargetChange[] = [];

  /** Index of the first change after `cursor`. */
  function firstAfter(cursor: number): number {
    let low = 0;
    let high = changes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((changes[middle] as TargetChange).at > cursor) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  return {
    note: (change) => {
      last = Math.max(last, change.at);
      changes.push({ ...change, at: last });
    },
    since: (cursor) => (cursor < from ? undefined : changes.slice(firstAfter(cursor))),
    all: () => changes,
    forget: (before) => {
      if (before <= from) return;
      changes = changes.slice(firstAfter(before));
      from = before;
    },
    lastAt: () => last,
  };
}
