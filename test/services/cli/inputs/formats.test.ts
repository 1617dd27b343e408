import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { shippedIdentityMapping } from '../../../../config/env.ts';
import { getFormat } from '../../../../services/cli/inputs/formats.ts';
import { localFile } from '../../../../services/cli/inputs/local-file.ts';
import { readEvents } from '../../../../services/cli/inputs/read-events.ts';
import { loadIdentityMappings } from '../../../../services/ingest/identity-mappings.ts';
import { simulate } from '../../../../services/simulate/simulate.ts';
import { sourceWriters } from '../../../builders/sources/all-writers.ts';
import { spans } from '../../../builders/sources/otlp.ts';
import { traces } from '../../../support/otlp-requests.ts';
import { makeTempFolder } from '../../../support/temp-folder.ts';

const folder = await makeTempFolder(t);
const mappings = await loadIdentityMappings(shippedIdentityMapping);
const calls = Array.from(simulate({ seed: 3, accounts: 20, days: 1 }).events).slice(0, 120);

async function writeFiles(texts: readonly (string | Buffer)[]) {
  const paths = texts.map((_, index) => join(folder, `${String(index)}.log`));
  for (const [index, path] of paths.entries()) await writeFile(path, texts[index] ?? '');
  return paths.map(localFile);
}

const inOrder = calls
  .toSorted(
    (a, b) =>
      Date.parse(a.occurred_at) - Date.parse(b.occurred_at) || (a.event_id < b.event_id ? -1 : 1),
  )
  .map(({ account_id: account, model }) => ({ account, model }));

/** Who called which model, in the order in which the files are replayed. */
async function readBack(name: string, texts: readonly (string | Buffer)[]) {
  const inputs = await writeFiles(texts);
  const events = await readEvents(inputs, { format: getFormat(mappings, name) });
  const read = Array.from({ length: events.length }, (_, place) => {
    const event = JSON.parse(events.lineAt(place).toString()) as Record<string, unknown>;
    return { account: event['account_id'], model: event['model'] };
  });
  return { read, refused: events.refused };
}

for (const [name, { write }] of Object.entries(sourceWriters)) {
  await t.test(`${name}: lines, arrays and pretty text read as calls in their order`, async (t) => {
    const records = calls.flatMap(write);
    const lines = records.map((record) => JSON.stringify(record));
    const half = Math.floor(lines.length / 2);
    const parts = [lines.slice(0, half), lines.slice(half)] as const;
    const written = {
      lines: [lines.join('\n')],
      'packed halves, the second first': [
        gzipSync(parts[1].join('\n')),
        `${parts[0].join('\n')}\n`,
      ],
      'an array a line': parts.map((part) => `[${part.join(',')}]\n[]\n`),
      'pretty text': [JSON.stringify(records, null, 2)],
    };
    for (const [what, texts] of Object.entries(written)) {
      const { read, refused } = await readBack(name, texts);
      t.same(refused, { count: 0, errors: [] }, what);
      t.same(
        read.map(({ account }) => account),
        inOrder.map(({ account }) => account),
        what,
      );
    }
  });
}

await t.test('a collector file of one request a line, some of it damaged', async (t) => {
  const requests = [calls.slice(0, 60), calls.slice(60)].map((part, index) =>
    JSON.stringify(traces(part.map((call, place) => spans.write(call, index * 60 + place)))),
  );
  const text = [requests[0], '{"resourceSpans":', requests[1]].join('\n');
  const { read, refused } = await readBack('otlp-traces', [text]);
  t.same(read, inOrder);
  t.match(refused, { count: 1, errors: [{ code: 'invalid_json', line: 2 }] });
});

await t.test(
  'records without an account are refused and counted, their neighbours are read',
  async (t) => {
    const records = calls.flatMap((call) => sourceWriters['litellm']?.write(call) ?? []);
    const nameless = { ...(records[0] as object), metadata: {}, end_user: '' };
    const text = [nameless, ...records].map((record) => JSON.stringify(record)).join('\n');
    const { read, refused } = await readBack('litellm', [text]);
    t.equal(read.length, calls.length);
    t.match(refused, { count: 1, errors: [{ line: 1 }] });
  },
);

t.throws(() => getFormat(mappings, 'lightllm'), {
  code: 'usage',
  message: /There is no format lightllm\. These are: usage-events, otlp-traces, .*litellm/,
});
