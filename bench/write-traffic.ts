import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { simulate, type SimulationOptions } from '../services/simulate/simulate.ts';

export interface TrafficFiles {
  readonly eventsPath: string;
  readonly accountsPath: string;
  readonly labelsPath: string;
  readonly events: number;
}

const linesPerChunk = 500;

function* chunks(values: Iterable<unknown>, count: { events: number }): Generator<string> {
  let lines: string[] = [];
  for (const value of values) {
    count.events += 1;
    lines.push(JSON.stringify(value));
    if (lines.length < linesPerChunk) continue;
    yield `${lines.join('\n')}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

function toLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** Writes a simulation into a folder: events.ndjson.gz, accounts.ndjson and labels.ndjson. The same options give the same bytes. */
export async function writeSimulatedTraffic(
  directory: string,
  options: SimulationOptions,
): Promise<TrafficFiles> {
  const { accounts, labels, events } = simulate(options);
  const paths = {
    eventsPath: join(directory, 'events.ndjson.gz'),
    accountsPath: join(directory, 'accounts.ndjson'),
    labelsPath: join(directory, 'labels.ndjson'),
  };
  await mkdir(directory, { recursive: true });
  await writeFile(paths.accountsPath, toLines(accounts));
  await writeFile(paths.labelsPath, toLines(labels));
  const count = { events: 0 };
  await pipeline(
    Readable.from(chunks(events, count)),
    createGzip({ level: 5 }),
    createWriteStream(paths.eventsPath),
  );
  return { ...paths, events: count.events };
}
