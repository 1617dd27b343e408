import { gzipSync } from 'node:zlib';
import t from 'tap';
import { findInputs } from '../../../../services/cli/inputs/find-inputs.ts';
import { readEvents } from '../../../../services/cli/inputs/read-events.ts';
import { bucketSettings, startBucket } from '../../../support/start-bucket.ts';

Object.assign(process.env, bucketSettings);

const lineOf = (index: number) => {
  const at = new Date(Date.UTC(2026, 2, 1) + index).toISOString();
  return JSON.stringify({ event_id: `e${String(index)}`, occurred_at: at, account_id: 'a' });
};
const linesFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => lineOf(first + index));
const namesOf = (inputs: readonly { readonly name: string }[]) => inputs.map(({ name }) => name);

await t.test(
  'the objects below a prefix are inputs, over more than one page of them',
  async (t) => {
    const { endpoint, put } = await startBucket(t);
    const keys = Array.from(
      { length: 1_005 },
      (_, n) => `calls/day=1/${String(n).padStart(4, '0')}`,
    );
    for (const key of keys) await put(key, lineOf(0));
    await put('calls/day=1/', '');
    await put('calls/day=2/notes.txt', 'x');
    await put('other/one', 'x');
    const choice = { endpoint, exclude: ['**/*.txt'] };
    t.same(
      namesOf(await findInputs(['s3://logs/calls/'], choice)),
      keys.map((key) => `s3://logs/${key}`),
      'an empty object, as consoles make for a folder, is none',
    );
    t.same(namesOf(await findInputs(['s3://logs/calls/day=1/000'], { endpoint })).length, 10);
    t.same(namesOf(await findInputs(['s3://logs/calls/'], { endpoint, include: ['day=2/*'] })), [
      's3://logs/calls/day=2/notes.txt',
    ]);
    await t.rejects(findInputs(['s3://logs/none/'], { endpoint }), {
      code: 'usage',
      message: 'There is nothing to read in s3://logs/none/.',
    });
  },
);

await t.test('an object reads as a file does, gzipped or not', async (t) => {
  const { endpoint, put } = await startBucket(t);
  await put('a.json', linesFrom(0, 10).join('\n'));
  await put('b.json', gzipSync(linesFrom(10, 10).join('\n')));
  const events = await readEvents(await findInputs(['s3://logs'], { endpoint }));
  t.same(
    Array.from({ length: events.length }, (_, place) => events.lineAt(place).toString()),
    linesFrom(0, 20),
  );
});

await t.test('a stream that breaks is taken up where it broke, after 503 too', async (t) => {
  const { endpoint, put, fail, ranges } = await startBucket(t);
  const lines = linesFrom(0, 20_000);
  await put('long.ndjson', lines.join('\n'));
  const inputs = await findInputs(['s3://logs/long'], { endpoint });
  fail('object', { cutAfter: 500_000 }, { status: 503, code: 'SlowDown' }, { cutAfter: 300_000 });
  const events = await readEvents(inputs);
  t.equal(events.length, lines.length);
  t.equal(events.lineAt(lines.length - 1).toString(), lines.at(-1));
  t.match(ranges, [undefined, 'bytes=500000-', 'bytes=500000-', 'bytes=800000-']);
});

await t.test('a version that is gone, and a server that cannot continue, are errors', async (t) => {
  const { endpoint, put, fail, honourRanges } = await startBucket(t);
  const text = linesFrom(0, 20_000).join('\n');
  await put('calls', text);
  const inputs = await findInputs(['s3://logs/calls'], { endpoint });

  fail('object', { cutAfter: 500_000 });
  honourRanges(false);
  await t.rejects(readEvents(inputs), {
    code: 'bucket_unreadable',
    message: /s3:\/\/logs\/calls cannot be read: the connection broke and the server does not/,
  });
  honourRanges(true);

  await put('calls', `${text}\n`);
  await t.rejects(readEvents(inputs), { message: /it changed while it was read; run the command/ });

  const [changed] = await findInputs(['s3://logs/calls'], { endpoint });
  t.not(changed?.version, inputs[0]?.version);
  fail('object', { status: 403, code: 'AccessDenied' });
  await t.rejects(readEvents(await findInputs(['s3://logs/calls'], { endpoint })), {
    message: /access is denied \(s3:ListBucket and s3:GetObject are needed\)/,
  });
  fail('object', { status: 403, code: 'InvalidObjectState' });
  await t.rejects(readEvents(await findInputs(['s3://logs/calls'], { endpoint })), {
    message: /it lies in an archive; restore it first/,
  });
});

await t.test('a bucket that cannot be listed says why, and what to do', async (t) => {
  const { endpoint, fail } = await startBucket(t);
  const find = (place: string, at = endpoint) => findInputs([place], { endpoint: at });
  await t.rejects(find('s3://nowhere/x'), {
    code: 'bucket_unreadable',
    message: 's3://nowhere/x cannot be read: there is no such bucket.',
  });
  await t.rejects(find('s3://'), { code: 'usage', message: /s3:\/\/bucket\/prefix/ });
  await t.rejects(find('s3://logs', 'http://127.0.0.1:1'), { message: /ECONNREFUSED/ });

  for (const [code, message] of [
    ['SignatureDoesNotMatch', /the secret access key is wrong/],
    ['InvalidAccessKeyId', /the access key is not known there/],
  ] as const) {
    fail('list', { status: 403, code });
    await t.rejects(find('s3://logs'), { code: 'bucket_unreadable', message });
  }
  delete process.env['AWS_REGION'];
  await t.rejects(find('s3://logs'), { message: /no region is set; set AWS_REGION/ });
  Object.assign(process.env, bucketSettings);
});
