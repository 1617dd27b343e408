import { cutBatches, type ReplayBatch } from './cut-batches.ts';
import { readEventFiles, type EventFiles } from './event-files.ts';
import { createLineStore } from './line-store.ts';
import { postRecords, type PostTarget, type Receipt } from './post-records.ts';
import { readLines } from './read-lines.ts';

export interface ReplayTotals {
  /** Event lines that were sent. */
  readonly events: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Account records that intake took. */
  readonly accounts: number;
  /** The first of intake's line errors, at most 20. `line` counts within one request. */
  readonly errors: Receipt['errors'];
}

export interface ReplayProgress extends ReplayTotals {
  readonly total: number;
}

export interface ReplayOptions extends PostTarget {
  readonly files: readonly string[];
  readonly accountsFile?: string | undefined;
  /** Events a request, 1,000 by default. */
  readonly batchSize?: number;
  readonly onProgress?: ((progress: ReplayProgress) => void) | undefined;
}

const accountBatchSize = 1_000;
const keptErrors = 20;

function createTally() {
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
    addAccounts: (answer: Receipt) => {
      sums.accounts += answer.accepted;
      keep(answer.errors);
    },
    totals: (): ReplayTotals => ({ ...sums, errors: [...errors] }),
  };
}

async function postAccounts(options: ReplayOptions, tally: ReturnType<typeof createTally>) {
  if (options.accountsFile === undefined) return;
  const lines = createLineStore();
  await readLines(options.accountsFile, { onLine: lines.push });
  for (let start = 0; start < lines.length; start += accountBatchSize) {
    const records = Math.min(accountBatchSize, lines.length - start);
    const texts = Array.from({ length: records }, (_, index) => lines.at(start + index).toString());
    const body = Buffer.from(texts.join('\n'));
    tally.addAccounts(await postRecords(options, { path: '/v1/accounts', body, records }));
  }
}

/**
 * One request at a time: an account's events must arrive in their order, and so must those of accounts that share a
 * partition, because its ticks run on their times. The next body is cut while intake works on the last.
 */
async function postEvents(
  options: ReplayOptions,
  files: EventFiles,
  tally: ReturnType<typeof createTally>,
): Promise<void> {
  const batches = cutBatches(files, { batchSize: options.batchSize ?? 1_000 });
  const post = (batch: ReplayBatch) => postRecords(options, { path: '/v1/events', ...batch });
  let next = batches.next();
  while (next.done !== true) {
    const batch = next.value;
    const answer = post(batch);
    next = batches.next();
    tally.addEvents(batch.records, await answer);
    options.onProgress?.({ ...tally.totals(), total: files.length });
  }
}

/**
 * Sends account records and then usage events, in event time, to a running intake, and returns what it answered.
 * Its reference time is the files' own. Throws file_unreadable before anything is sent, or intake_refused.
 */
export async function replayFiles(options: ReplayOptions): Promise<ReplayTotals> {
  const files = await readEventFiles(options.files);
  const tally = createTally();
  await postAccounts(options, tally);
  await postEvents(options, files, tally);
  return tally.totals();
}
