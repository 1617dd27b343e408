import type { Format } from '../inputs/formats.ts';
import type { Input } from '../inputs/input.ts';
import { readEvents } from '../inputs/read-events.ts';
import { planGroups, startPlace } from './plan-groups.ts';
import { postAccounts, postEvents } from './post-events.ts';
import type { PostTarget } from './post-records.ts';
import { noJournal, type ReplayJournal } from './replay-journal.ts';
import { createTally, type ReplayTotals } from './tally.ts';

export interface ReplayProgress extends ReplayTotals {
  /** Of the bytes of all inputs, 0 to 1. */
  readonly share: number;
  /** The first of the inputs that are being read; undefined while events are sent. */
  readonly reading: string | undefined;
}

export interface ReplayOptions extends PostTarget {
  readonly inputs: readonly Input[];
  /** Usage events without it. */
  readonly format?: Format | undefined;
  readonly accountsFile?: string | undefined;
  /** Events a request, 1,000 by default. */
  readonly batchSize?: number | undefined;
  /** Text that is held in memory at once, 1 GiB by default. */
  readonly groupBytes?: number | undefined;
  readonly journal?: ReplayJournal | undefined;
  readonly onProgress?: ((progress: ReplayProgress) => void) | undefined;
  /** The inputs from this one on begin with events older, by so many ms, than some that were sent. */
  readonly onDisorder?: ((name: string, ms: number) => void) | undefined;
}

const mostGroupBytes = 1_073_741_824;
/** Records that are to be joined are parsed all at once, into the collected heap. */
const mostJoinedBytes = 268_435_456;

const bytesOf = (inputs: readonly Input[]) => inputs.reduce((sum, { bytes }) => sum + bytes, 0);

function planOf({ inputs, format, groupBytes, journal = noJournal }: ReplayOptions): Input[][] {
  const most = format?.isJoined === true ? mostJoinedBytes : mostGroupBytes;
  return planGroups({ inputs, journal, groupBytes: groupBytes ?? most });
}

/** Tells of events that are older than what was sent before; within a group there are none. */
function createOrderWatch({ onDisorder }: ReplayOptions) {
  let newest = -Infinity;
  return (name: string, first: number, last: number) => {
    if (first < newest) onDisorder?.(name, newest - first);
    newest = Math.max(newest, last);
  };
}

/**
 * Sends account records and then usage events to a running intake and returns what it answered. Inputs are sent group
 * by group in their order, and within a group in event time, which is the reference time too. Throws file_unreadable
 * and bucket_unreadable before anything of a group is sent, and intake_refused.
 */
export async function replayInputs(options: ReplayOptions): Promise<ReplayTotals> {
  const { accountsFile, format, journal = noJournal, onProgress } = options;
  const tally = createTally();
  if (accountsFile !== undefined) await postAccounts(options, accountsFile, tally);
  const groups = planOf(options);
  const allBytes = bytesOf(groups.flat());
  const watchOrder = createOrderWatch(options);
  let doneBytes = 0;
  for (const group of groups) {
    const name = group[0]?.name ?? '';
    const bytes = bytesOf(group);
    const show = (part: number, reading?: string) => {
      const share = (doneBytes + part * bytes) / Math.max(1, allBytes);
      onProgress?.({ ...tally.totals(), share, reading });
    };
    show(0, name);
    const events = await readEvents(group, { format });
    tally.addRefused(events.refused);
    if (events.length > 0) watchOrder(name, events.timeAt(0), events.timeAt(events.length - 1));
    const from = startPlace(group, events, journal.open);
    if (from === 0) await journal.begin(group, events.length);
    const onSent = async (place: number) => {
      await journal.sent(place);
      show(place / events.length);
    };
    await postEvents(options, { events, from, onSent }, tally);
    await journal.finish();
    doneBytes += bytes;
  }
  return tally.totals();
}
