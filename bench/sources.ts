import { shippedIdentityMapping } from '../config/env.ts';
import type { UsageEvent } from '../services/contracts/usage-event.ts';
import { loadIdentityMappings, mappingOf } from '../services/ingest/identity-mappings.ts';
import { readSourceRecords } from '../services/ingest/read-source-records.ts';
import { getSource } from '../services/ingest/sources/all-sources.ts';
import { sourceWriters } from '../test/builders/sources/all-writers.ts';
import type { SourceWriter } from '../test/builders/sources/source-writer.ts';
import { round, type Bench } from './bench.ts';
import { cpuPerOperation, parseCost } from './measure.ts';
import { simulatedLines } from './simulated-lines.ts';

const callsPerBody = 500;

function bodiesIn(events: readonly UsageEvent[], { write }: SourceWriter): Buffer[] {
  const bodies: Buffer[] = [];
  for (let start = 0; start < events.length; start += callsPerBody) {
    const records = events.slice(start, start + callsPerBody).flatMap(write);
    bodies.push(Buffer.from(records.map((each) => JSON.stringify(each)).join('\n')));
  }
  return bodies;
}

/** Decoding and normalising other gateways' logs, up to the line that goes into the batch. */
export const sources: Bench = {
  name: 'sources',
  run: async ({ isQuick }) => {
    const calls = isQuick ? 1_000 : 10_000;
    const events = simulatedLines(calls).lines.map((line) => JSON.parse(line) as UsageEvent);
    const mappings = await loadIdentityMappings(shippedIdentityMapping);
    const rows: (readonly [string, number, number, number, number])[] = [];
    for (const [name, writer] of Object.entries(sourceWriters)) {
      const reading = { source: getSource(name), mapping: mappingOf(mappings, name) };
      const bodies = bodiesIn(events, writer);
      const cost = await cpuPerOperation(events.length, async () => {
        for (const body of bodies) await readSourceRecords(body, reading);
      });
      const lines = bodies.flatMap((body) => body.toString().split('\n'));
      const parse = await parseCost(events.length, lines);
      const bytes = bodies.reduce((sum, body) => sum + body.length, 0) / events.length;
      const times = round(cost / parse);
      rows.push([name, Math.round(bytes), round(cost), times, Math.round(1e6 / cost)]);
    }
    return [
      {
        title: 'Logs of other gateways, without HTTP',
        columns: [
          ...['source', 'bytes per call', 'CPU us per call'],
          ...['times JSON.parse', 'calls a second on one core'],
        ],
        rows,
        note: `The same ${String(events.length)} simulated calls in each format, NDJSON of ${String(callsPerBody)} calls a body, decoded, normalised, checked and written as lines; the best of three runs. JSON.parse is of the same records in the same run.`,
      },
    ];
  },
};
