import type { Events } from '../inputs/read-events.ts';
import type { Receipt } from './post-records.ts';

export interface ReplayTotals {
  /** Event lines that were sent. */
  readonly events: number;
  readonly accepted: number;
  /** By intake, or already on reading because a record of another format is no usage event. */
  readonly rejected: number;
  /** Account records that intake took. */
  readonly accounts: number;
  /** The first of the line errors, at most 20. `line` counts within one request. */
  readonly errors: Receipt['errors'];
}

export type Tally = ReturnType<typeof createTally>;

const keptErrors = 20;

export function createTally() {
  const sums = { events: 0, accepted: 0, rejected: 0, accounts: 0 };
  const errors: Receipt['errors'] = [];
  const keep = (more: Receipt['errors']) => {
    errors.push(...more.slice(0, keptErrors - errors.length));
  };
  return {
    addEvents: (records: number, answer: Receipt) => {
      sums.events += records;
      sums.accepted += answer.accepted;
      sums.rejected += answer.rejected;
      keep(answer.errors);
    },
    addRefused: ({ count, errors: found }: Events['refused']) => {
      sums.rejected += count;
      keep([...found]);
    },
    addAccounts: (answer: Receipt) => {
      sums.accounts += answer.accepted;
      keep(answer.errors);
    },
    totals: (): ReplayTotals => ({ ...sums, errors: [...errors] }),
  };
}
