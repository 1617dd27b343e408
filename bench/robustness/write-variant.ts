import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createLineStore } from '../../services/cli/line-store.ts';
import { readLines } from '../../services/cli/inputs/read-lines.ts';
import { below, createRandom } from '../../services/simulate/random.ts';
import type { LabelledTraffic } from '../sample-data.ts';
import type { Fields, Variant } from './variants.ts';

interface WriteOptions {
  readonly folder: string;
  readonly change?: ((record: Fields) => Fields) | undefined;
  /** Places of the lines to write, in order; all of them as they stand when not given. */
  readonly order?: (length: number) => Iterable<number>;
}

function changed(line: Buffer, change: WriteOptions['change']): string {
  const text = line.toString();
  return change === undefined ? text : JSON.stringify(change(JSON.parse(text) as Fields));
}

async function rewrite(from: string, to: string, options: WriteOptions): Promise<string> {
  const lines = createLineStore();
  await readLines(from, { onLine: lines.push });
  function* text(): Generator<string> {
    const places = options.order?.(lines.length) ?? Array.from({ length: lines.length }).keys();
    for (const place of places) yield `${changed(lines.at(place), options.change)}\n`;
  }
  const path = join(options.folder, to);
  await pipeline(Readable.from(text()), createWriteStream(path));
  return path;
}

/** Writes the traffic with fields changed; files that the variant leaves alone stay where they are. */
export async function writeVariant(
  traffic: LabelledTraffic,
  { event, account }: Variant,
  folder: string,
): Promise<LabelledTraffic> {
  const eventsPath =
    event && (await rewrite(traffic.eventsPath, 'events.ndjson', { folder, change: event }));
  const accountsPath =
    account &&
    (await rewrite(traffic.accountsPath, 'accounts.ndjson', { folder, change: account }));
  return {
    ...traffic,
    ...(eventsPath !== undefined && { eventsPath }),
    ...(accountsPath !== undefined && { accountsPath }),
  };
}

/** Every number below `length` once, in an order that follows from the seed (Fisher and Yates). */
export function shuffledPlaces(length: number, seed: number): Uint32Array {
  const random = createRandom(seed);
  const places = Uint32Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last -= 1) {
    const other = below(random, last + 1);
    const held = places[last] ?? 0;
    places[last] = places[other] ?? 0;
    places[other] = held;
  }
  return places;
}

/** Writes every event twice, in an order that has nothing to do with time. */
export async function writeTwice(
  traffic: LabelledTraffic,
  folder: string,
): Promise<LabelledTraffic> {
  const order = function* (length: number) {
    yield* shuffledPlaces(length, 1);
    yield* shuffledPlaces(length, 2);
  };
  const eventsPath = await rewrite(traffic.eventsPath, 'twice.ndjson', { folder, order });
  return { ...traffic, eventsPath };
}
