import type { Events } from '../inputs/read-events.ts';

export interface ReplayBatch {
  readonly body: Buffer;
  readonly records: number;
  /** The last event time in it, ms: the time against which intake judges its events. */
  readonly referenceAt: number;
}

interface BatchLimits {
  readonly batchSize: number;
  readonly maxBytes?: number;
  /** The places before it are left out. */
  readonly from?: number;
}

/** Half of what intake accepts. */
const defaultMaxBytes = 8 * 1024 * 1024;
/** Intake keeps events older than 30 days before the reference out of every window: one batch stays well within. */
const maxSpanMs = 7 * 86_400_000;
const lineEnd = Buffer.from('\n');

/** Cuts events in their order into request bodies, by count, bytes and span of event time. */
export function* cutBatches(
  events: Events,
  { batchSize, maxBytes = defaultMaxBytes, from = 0 }: BatchLimits,
): Generator<ReplayBatch> {
  let parts: Buffer[] = [];
  let bytes = 0;
  let firstAt = 0;
  let lastAt = 0;
  const take = (): ReplayBatch => {
    const batch = { body: Buffer.concat(parts), records: parts.length / 2, referenceAt: lastAt };
    parts = [];
    bytes = 0;
    return batch;
  };
  for (let place = from; place < events.length; place += 1) {
    const line = events.lineAt(place);
    const at = events.timeAt(place);
    const isFull =
      parts.length >= batchSize * 2 || bytes + line.length > maxBytes || at - firstAt > maxSpanMs;
    if (parts.length > 0 && isFull) yield take();
    if (parts.length === 0) firstAt = at;
    parts.push(line, lineEnd);
    bytes += line.length + 1;
    lastAt = at;
  }
  if (parts.length > 0) yield take();
}
