import { localFile } from '../inputs/local-file.ts';
import type { Events } from '../inputs/read-events.ts';
import { readLines } from '../inputs/read-lines.ts';
import { createLineStore } from '../line-store.ts';
import { cutBatches, type ReplayBatch } from './cut-batches.ts';
import { postRecords, type PostTarget } from './post-records.ts';
import type { Tally } from './tally.ts';

interface Posting extends PostTarget {
  /** Events a request, 1,000 by default. */
  readonly batchSize?: number | undefined;
}

interface Sending {
  readonly events: Events;
  /** The places before it are left out. */
  readonly from: number;
  /** The events before this place were answered. */
  readonly onSent: (place: number) => Promise<void>;
}

const accountBatchSize = 1_000;

/** Posts a file of account records. Throws file_unreadable, intake_refused. */
export async function postAccounts(target: PostTarget, path: string, tally: Tally): Promise<void> {
  const lines = createLineStore();
  await readLines(localFile(path), { onLine: lines.push });
  for (let start = 0; start < lines.length; start += accountBatchSize) {
    const records = Math.min(accountBatchSize, lines.length - start);
    const texts = Array.from({ length: records }, (_, index) => lines.at(start + index).toString());
    const body = Buffer.from(texts.join('\n'));
    tally.addAccounts(await postRecords(target, { path: '/v1/accounts', body, records }));
  }
}

/**
 * One request at a time: an account's events must arrive in their order, and so must those of accounts that share a
 * partition, because its ticks run on their times. The next body is cut while intake works on the last.
 */
export async function postEvents(
  target: Posting,
  { events, from, onSent }: Sending,
  tally: Tally,
): Promise<void> {
  const batches = cutBatches(events, { batchSize: target.batchSize ?? 1_000, from });
  const post = (batch: ReplayBatch) => postRecords(target, { path: '/v1/events', ...batch });
  let sent = from;
  let next = batches.next();
  while (next.done !== true) {
    const batch = next.value;
    const answer = post(batch);
    next = batches.next();
    tally.addEvents(batch.records, await answer);
    sent += batch.records;
    await onSent(sent);
  }
}
