import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import t from 'tap';
import { localFile } from '../../../../services/cli/inputs/local-file.ts';
import { readEvents, type Events } from '../../../../services/cli/inputs/read-events.ts';
import { createFieldPeek } from '../../../../services/cli/inputs/peek-field.ts';
import { makeTempFolder } from '../../../support/temp-folder.ts';

const folder = await makeTempFolder(t);

function event(id: string, occurredAt: string, text = 'hello'): string {
  const messages = [{ role: 'user', content: text }];
  return JSON.stringify({ event_id: id, occurred_at: occurredAt, account_id: 'a', messages });
}

async function write(name: string, lines: readonly string[]): Promise<string> {
  const text = `${lines.join('\n')}\n`;
  const packed = name.endsWith('.gz')
    ? gzipSync(text)
    : name.endsWith('.zst')
      ? zstdCompressSync(text)
      : text;
  const path = join(folder, name);
  await writeFile(path, packed);
  return path;
}

function idsOf(files: Events): string[] {
  const peek = createFieldPeek('event_id');
  return Array.from({ length: files.length }, (_, place) => peek(files.lineAt(place)) ?? '?');
}

const first = event('b', '2026-03-01T00:00:00Z');
const tied = event('a', '2026-03-01T01:00:00+01:00');
const last = event('c', '2026-03-01T00:00:00.001Z');

await t.test(
  'files merge by event time, ties by event id, packed or not, in any order',
  async (t) => {
    const plain = await write('one.ndjson', [last, first]);
    const zipped = await write('two.ndjson.gz', [tied]);
    const zstd = await write('three.ndjson.zst', [
      event('d', '2026-02-01T00:00:00Z'),
      '',
      '   {"x":1}',
    ]);
    t.same(idsOf(await readEvents([plain, zipped, zstd].map(localFile))), [
      '?',
      'd',
      'a',
      'b',
      'c',
    ]);
    t.same(idsOf(await readEvents([zstd, zipped, plain].map(localFile))), [
      '?',
      'd',
      'a',
      'b',
      'c',
    ]);
  },
);

await t.test('a line without a readable time stays beside the one before it', async (t) => {
  const path = await write('odd.ndjson', [last, 'not json', first]);
  const files = await readEvents([path].map(localFile));
  t.same(idsOf(files), ['b', '?', 'c']);
  t.equal(files.timeAt(1), Date.parse('2026-03-01T00:00:00.001Z'));
});

await t.test('a missing file, a folder and a stream cut short are named', async (t) => {
  await t.rejects(readEvents([join(folder, 'none.ndjson')].map(localFile)), {
    code: 'file_unreadable',
    message: /none\.ndjson cannot be read: there is no such file/,
  });
  await t.rejects(readEvents([folder].map(localFile)), {
    code: 'file_unreadable',
    message: /folder/,
  });
  const cut = join(folder, 'cut.ndjson.gz');
  await writeFile(cut, gzipSync(first).subarray(0, 40));
  await t.rejects(readEvents([cut].map(localFile)), {
    code: 'file_unreadable',
    message: /cut short/,
  });
});

await t.test('a peeked field equals the parsed one, whatever stands around it', (t) => {
  const peek = createFieldPeek('event_id');
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('","event_id":"x'));
  fc.assert(
    fc.property(value, value, fc.boolean(), (id, text, isNested) => {
      const around = isNested ? { event_id: text } : { content: `"event_id":"${text}"` };
      for (const record of [
        { around, event_id: id },
        { event_id: id, around },
      ]) {
        t.equal(peek(Buffer.from(JSON.stringify(record))), id.toWellFormed());
      }
    }),
  );
  t.equal(peek(Buffer.from('{"event_id" : "spaced"}')), 'spaced');
  t.equal(peek(Buffer.from('{"event_id":7}')), undefined);
  t.equal(peek(Buffer.from('no json, "event_id":')), undefined);
  t.end();
});
