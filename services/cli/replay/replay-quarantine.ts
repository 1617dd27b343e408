import { Readable } from 'node:stream';
import { AppError } from '../../errors.ts';
import type { AcceptedRecord } from '../../ingest/read-records.ts';
import type { Quarantine } from '../../queue/quarantine.ts';
import type { Format } from '../inputs/formats.ts';
import type { Input } from '../inputs/input.ts';
import type { PostTarget } from './post-records.ts';
import { replayInputs } from './replay-inputs.ts';

export interface ReplayedQuarantine {
  /** Usage events that were sent. */
  readonly sent: number;
  /** Records that still cannot be read. */
  readonly left: number;
}

interface Reading {
  readonly format: Format;
  readonly target: PostTarget;
}

function inputOf(name: string, events: readonly AcceptedRecord[]): Input {
  const body = events.flatMap(({ bytes }) => [bytes, Buffer.from('\n')]);
  return {
    name,
    version: '',
    bytes: body.reduce((sum, { length }) => sum + length, 0),
    open: () => Readable.from(body) as AsyncIterable<Buffer>,
  };
}

async function send(target: PostTarget, input: Input): Promise<void> {
  const { rejected, errors } = await replayInputs({ ...target, inputs: [input] });
  if (rejected === 0) return;
  const why = errors[0]?.message ?? 'it gave no reason';
  throw new AppError('intake_refused', `Intake refused ${String(rejected)} of the events: ${why}`);
}

/**
 * Reads what is kept by the format as it is now, sends the calls among it as usage events and keeps the rest. Killed
 * between the two it sends them again, which intake drops. Throws as `replayInputs` does; nothing is lost then.
 */
export async function replayQuarantine(
  quarantine: Quarantine,
  { format, target }: Reading,
): Promise<ReplayedQuarantine> {
  const entries = await quarantine.read();
  if (entries.length === 0) return { sent: 0, left: 0 };
  const bodies = entries.map(({ records }) => Buffer.from(records.join('\n')));
  const { accepted, unread } = await format.read(bodies);
  if (accepted.length > 0) {
    await send(target, inputOf(`quarantine of ${format.name}`, accepted));
    await quarantine.replace(
      entries.map(({ id }) => id),
      unread,
    );
  }
  return { sent: accepted.length, left: unread.records.length };
}
