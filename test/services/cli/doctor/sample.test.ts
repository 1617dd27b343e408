import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { shippedIdentityMapping } from '../../../../config/env.ts';
import { describeSample } from '../../../../services/cli/doctor/sample/describe-sample.ts';
import { findBlindSpots } from '../../../../services/cli/doctor/sample/find-blind-spots.ts';
import { readSample } from '../../../../services/cli/doctor/sample/read-sample.ts';
import { loadIdentityMappings } from '../../../../services/ingest/identity-mappings.ts';
import { simulate } from '../../../../services/simulate/simulate.ts';
import { sourceWriters } from '../../../builders/sources/all-writers.ts';
import { logRecords, spans } from '../../../builders/sources/otlp.ts';
import { logs, traces } from '../../../support/otlp-requests.ts';
import { makeTempFolder } from '../../../support/temp-folder.ts';

const folder = await makeTempFolder(t);
const mappings = await loadIdentityMappings(shippedIdentityMapping);
const events = Array.from(simulate({ seed: 9, accounts: 30, days: 1 }).events).slice(0, 200);

async function write(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const toLines = (records: readonly unknown[]) =>
  records.map((record) => JSON.stringify(record)).join('\n');

await t.test('every format is known by its records', async (t) => {
  for (const [name, { write: writeCall }] of Object.entries(sourceWriters)) {
    const path = await write(`${name}.ndjson`, toLines(events.flatMap(writeCall)));
    t.match(
      await readSample(path, mappings),
      { format: name, route: `/v1/ingest/${name}`, calls: events.length, refusedCount: 0 },
      name,
    );
  }
  const own = await write('own.ndjson.gz', gzipSync(toLines(events)));
  t.match(await readSample(own, mappings), { format: 'usage-events', calls: events.length });
  const spanFile = await write('spans.json', JSON.stringify(traces(events.map(spans.write))));
  t.match(await readSample(spanFile, mappings), { format: 'otlp-traces', calls: events.length });
  const logFile = await write('logs.json', JSON.stringify(logs(events.map(logRecords.write))));
  t.match(await readSample(logFile, mappings), { format: 'otlp-logs', calls: events.length });
});

await t.test('each name of an identity is counted on its own', async (t) => {
  const { names, accounts } = await readSample(join(folder, 'litellm.ndjson'), mappings);
  const wanted = new Set(events.map((event) => event.account_id)).size;
  t.equal(accounts, wanted);
  const calls = (name: string) => names?.find((each) => each.name === name)?.calls;
  t.equal(calls('metadata.user_api_key_user_id'), events.length);
  t.equal(calls('metadata.user_api_key_team_id'), 0);
  const ends = events.filter((event) => event.end_user_id !== undefined);
  t.equal(calls('end_user'), ends.length);
});

await t.test('what detection will not see is said, and nothing of the log itself', async (t) => {
  const sample = await readSample(join(folder, 'envoy.ndjson'), mappings);
  const text = describeSample(sample).join('\n');
  t.match(text, /200 calls, read as envoy: post them to \/v1\/ingest\/envoy/);
  t.match(text, /no prompts in 200 of 200 \(100 %\)/);
  const [event] = events;
  t.notMatch(text, new RegExp(event?.account_id ?? ''));
  t.notMatch(text, new RegExp(event?.client?.ip ?? ''));
  const sampled = events.map((each) => ({ ...each, sample_rate: 0.1 }));
  t.match(findBlindSpots(sampled).at(-1), { missing: 'only a sample of the calls', calls: 200 });
  t.same(findBlindSpots([]), []);
});

await t.test('of a long log only the start is read, plain or compressed', async (t) => {
  const line = `${JSON.stringify(events[0])}\n`;
  const content = Buffer.from(line.repeat(Math.ceil((40 * 1_048_576) / line.length)));
  const files = [
    ['long.ndjson', content],
    ['long.ndjson.gz', gzipSync(content)],
  ] as const;
  for (const [name, bytes] of files) {
    const sample = await readSample(await write(name, bytes), mappings, 'usage-events');
    t.equal(sample.refusedCount, 0, name);
    t.equal(sample.calls, Math.floor((16 * 1_048_576) / Buffer.byteLength(line)), name);
  }
});

await t.test(
  'a log without calls says so, and a format that is none names those there are',
  async (t) => {
    const path = await write('none.ndjson', '{"a":1}\nno json\n');
    const sample = await readSample(path, mappings);
    t.equal(sample.calls, 0);
    t.match(describeSample(sample)[0], /No call to a model was found/);
    await t.rejects(readSample(path, mappings, 'nginx'), {
      code: 'usage',
      message: /litellm, kong/,
    });
    await t.rejects(readSample(join(folder, 'gone'), mappings), { code: 'file_unreadable' });
  },
);
