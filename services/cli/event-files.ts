import { createGrowingArray, type GrowingArray, type SharedNumbers } from './growing-array.ts';
import { createLineStore, openLines, type LineStore, type SharedLines } from './line-store.ts';
import { createFieldPeek } from './peek-field.ts';
import { readLines } from './read-lines.ts';

/** The lines of several files in one order: event time, then event id, whatever order they were written in. */
export interface EventFiles {
  readonly length: number;
  /** The bytes of the line at a place in that order, as they stand in the file. */
  lineAt(place: number): Buffer;
  /** Event time in ms. A line without a readable one stands beside the line it follows in its file. */
  timeAt(place: number): number;
  /** What another thread needs to read them; no text is copied. */
  share(): SharedEvents;
}

export interface SharedEvents {
  readonly lines: SharedLines;
  readonly times: SharedNumbers;
  readonly order: Uint32Array<SharedArrayBuffer>;
}

interface ReadOptions {
  /** Bytes of all files (compressed, as on disk) read so far. */
  readonly onBytes?: (bytes: number) => void;
}

const peekTime = createFieldPeek('occurred_at');
const peekId = createFieldPeek('event_id');

/** Ties are broken by the whole line at last, so that the order in which files are named changes nothing. */
function compareTied(left: Buffer, right: Buffer): number {
  const [leftId, rightId] = [peekId(left) ?? '', peekId(right) ?? ''];
  if (leftId !== rightId) return leftId < rightId ? -1 : 1;
  return Buffer.compare(left, right);
}

function sortPlaces(lines: LineStore, times: GrowingArray): Uint32Array<SharedArrayBuffer> {
  const order = new Uint32Array(new SharedArrayBuffer(lines.length * 4));
  for (let index = 0; index < order.length; index += 1) order[index] = index;
  return order.sort(
    (left, right) =>
      times.at(left) - times.at(right) ||
      (left === right ? 0 : compareTied(lines.at(left), lines.at(right))),
  );
}

/** Reads `.ndjson`, `.gz` and `.zst` files into memory, outside the collected heap. Throws file_unreadable. */
export async function readEventFiles(
  paths: readonly string[],
  { onBytes }: ReadOptions = {},
): Promise<EventFiles> {
  const lines = createLineStore();
  const times = createGrowingArray(Float64Array);
  let bytesBefore = 0;
  for (const path of paths) {
    let bytesHere = 0;
    let last = 0;
    await readLines(path, {
      onLine: (line) => {
        const time = Date.parse(peekTime(line) ?? '');
        if (!Number.isNaN(time)) last = time;
        lines.push(line);
        times.push(last);
      },
      onBytes: (bytes) => {
        bytesHere = bytes;
        onBytes?.(bytesBefore + bytes);
      },
    });
    bytesBefore += bytesHere;
  }
  const order = sortPlaces(lines, times);
  const indexAt = (place: number) => order[place] ?? 0;
  return {
    length: lines.length,
    lineAt: (place) => lines.at(indexAt(place)),
    timeAt: (place) => times.at(indexAt(place)),
    share: () => ({ lines: lines.share(), times: times.share(), order }),
  };
}

/** Reads the events that another thread has read from files. */
export function openSharedEvents({ lines, times, order }: SharedEvents): Omit<EventFiles, 'share'> {
  const opened = openLines(lines);
  const indexAt = (place: number) => order[place] ?? 0;
  return {
    length: opened.length,
    lineAt: (place) => opened.at(indexAt(place)),
    timeAt: (place) => times[indexAt(place)] ?? 0,
  };
}
