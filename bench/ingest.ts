import { readRecords } from '../services/ingest/read-records.ts';
import { usageEventForm } from '../services/ingest/record-forms.ts';
import { decodeBatch, encodeBatch, type BatchRecord } from '../services/queue/batch.ts';
import { partitionOf } from '../services/queue/partition-of.ts';
import { round, type Bench } from './bench.ts';
import { bodiesOf } from './bodies.ts';
import { cpuPerOperation } from './measure.ts';
import { simulatedLines } from './simulated-lines.ts';

const partitions = 8;
/** About what a group commit holds. */
const recordsPerBatch = 350;

type Row = readonly [step: string, microseconds: number];

async function readingRows(lines: readonly string[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of [1000, 100, 1]) {
    const bodies = bodiesOf(lines, size);
    const cost = await cpuPerOperation(lines.length, async () => {
      for (const body of bodies) await readRecords(body, usageEventForm);
    });
    rows.push([`split, parse and check bodies of ${String(size)}`, round(cost)]);
  }
  return rows;
}

async function batchRows(lines: readonly string[]): Promise<Row[]> {
  const count = lines.length;
  const ids = lines.map((line) => (JSON.parse(line) as { account_id: string }).account_id);
  const records = lines.map((line) => ({
    kind: 'event' as const,
    referenceAt: 0,
    source: null,
    line: Buffer.from(line),
  }));
  const slices: BatchRecord[][] = [];
  for (let start = 0; start < count; start += recordsPerBatch) {
    slices.push(records.slice(start, start + recordsPerBatch));
  }
  const buffers = slices.map((slice) => encodeBatch({ receivedAt: 0, records: slice }));
  const route = (): void => ids.forEach((id) => partitionOf(id, partitions));
  const encode = (): void => {
    for (const slice of slices) encodeBatch({ receivedAt: 0, records: slice });
  };
  const decode = (): void => buffers.forEach(decodeBatch);
  return [
    ['find the partition', round(await cpuPerOperation(count, route))],
    ['encode the batch', round(await cpuPerOperation(count, encode))],
    ['decode the batch', round(await cpuPerOperation(count, decode))],
  ];
}

/** What intake does to a record between the socket and Redis. */
export const ingest: Bench = {
  name: 'ingest',
  run: async ({ isQuick }) => {
    const { lines } = simulatedLines(isQuick ? 2000 : 20_000);
    const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0) / lines.length;
    return [
      {
        title: 'Intake, without HTTP',
        columns: ['step', 'CPU us per event'],
        rows: [...(await readingRows(lines)), ...(await batchRows(lines))],
        note: `Simulated events of ${String(Math.round(bytes))} bytes on average, the best of three runs.`,
      },
    ];
  },
};
