import { createGrowingArray, type GrowingArray, type SharedNumbers } from '../growing-array.ts';
import { createLineStore, openLines, type LineStore, type SharedLines } from '../line-store.ts';
import type { LineError } from '../../ingest/read-records.ts';
import { splitRecords } from '../../ingest/split-records.ts';
import { usageEventsName, type Format } from './formats.ts';
import type { Readable } from './input.ts';
import { createFieldPeek } from './peek-field.ts';
import { readBodies } from './read-bodies.ts';

/** The usage events of several files in one order: event time, then event id, whatever order they were written in. */
export interface Events {
  readonly length: number;
  /** The bytes of the event at a place in that order, as they stand in the file when it holds usage events. */
  lineAt(place: number): Buffer;
  /** Event time in ms. A line without a readable one stands beside the line it follows in its file. */
  timeAt(place: number): number;
  /** What another thread needs to read them; no text is copied. */
  share(): SharedEvents;
  /** Records of another format that are no usage event. */
  readonly refused: { readonly count: number; readonly errors: readonly LineError[] };
}

export interface SharedEvents {
  readonly lines: SharedLines;
  readonly times: SharedNumbers;
  readonly order: Uint32Array<SharedArrayBuffer>;
}

interface ReadOptions {
  /** In which the files are written; usage events, which are checked by whom they are sent to, without it. */
  readonly format?: Format | undefined;
  /** Bytes of all files (compressed, as stored) read so far. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

const peekTime = createFieldPeek('occurred_at');
const peekId = createFieldPeek('event_id');
const keptErrors = 20;

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

function createEventStore() {
  const lines = createLineStore();
  const times = createGrowingArray(Float64Array);
  const errors: LineError[] = [];
  let refused = 0;
  let last = 0;
  const push = (line: Buffer) => {
    const time = Date.parse(peekTime(line) ?? '');
    if (!Number.isNaN(time)) last = time;
    lines.push(line);
    times.push(last);
  };
  return {
    lines,
    times,
    startFile: () => (last = 0),
    takeLines: (body: Buffer) => {
      for (const { bytes } of splitRecords(body)) push(bytes);
    },
    translate: async (bodies: readonly Buffer[], format: Format) => {
      const read = await format.read(bodies);
      for (const { bytes } of read.accepted) push(bytes);
      refused += read.rejected;
      errors.push(...read.errors.slice(0, keptErrors - errors.length));
    },
    refused: () => ({ count: refused, errors }),
  };
}
type EventStore = ReturnType<typeof createEventStore>;

async function readInto(store: EventStore, inputs: readonly Readable[], options: ReadOptions) {
  const { format, onBytes } = options;
  const isTranslated = format !== undefined && format.name !== usageEventsName;
  const held: Buffer[] = [];
  const onBody = async (body: Buffer) => {
    if (!isTranslated) store.takeLines(body);
    else if (format.isJoined) held.push(body);
    else await store.translate([body], format);
  };
  let bytesBefore = 0;
  for (const input of inputs) {
    let bytesHere = 0;
    store.startFile();
    await readBodies(input, {
      onBody,
      onBytes: (bytes) => {
        bytesHere = bytes;
        onBytes?.(bytesBefore + bytes);
      },
    });
    bytesBefore += bytesHere;
  }
  if (isTranslated && format.isJoined) await store.translate(held, format);
}

/**
 * Reads files and objects into memory, outside the collected heap; plain, gzip or zstd, a record a line or one JSON
 * array. Throws file_unreadable and bucket_unreadable.
 */
export async function readEvents(
  inputs: readonly Readable[],
  options: ReadOptions = {},
): Promise<Events> {
  const store = createEventStore();
  await readInto(store, inputs, options);
  const { lines, times } = store;
  const order = sortPlaces(lines, times);
  const indexAt = (place: number) => order[place] ?? 0;
  return {
    length: lines.length,
    lineAt: (place) => lines.at(indexAt(place)),
    timeAt: (place) => times.at(indexAt(place)),
    share: () => ({ lines: lines.share(), times: times.share(), order }),
    refused: store.refused(),
  };
}

/** Reads the events that another thread has read from files. */
export function openSharedEvents({ lines, times, order }: SharedEvents) {
  const opened = openLines(lines);
  const indexAt = (place: number) => order[place] ?? 0;
  return {
    length: opened.length,
    lineAt: (place: number) => opened.at(indexAt(place)),
    timeAt: (place: number) => times[indexAt(place)] ?? 0,
  };
}
