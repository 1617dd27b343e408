import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import t from 'tap';
import { decompress } from '../../../services/ingest/decompress.ts';

const text = Buffer.from(
  Array.from({ length: 2_000 }, (_, index) => `{"event_id":"e${String(index * 7919)}"}`).join('\n'),
);

const encodings = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['ZSTD', zstdCompressSync],
] as const;

for (const [encoding, compress] of encodings) {
  await t.test(`${encoding} by ${compress.name} is undone, frame after frame`, async (t) => {
    t.same(await decompress(compress(text), encoding), text);
    const twice = Buffer.concat([compress(text), compress(text)]);
    const undone = await decompress(twice, encoding);
    t.equal(undone.length, 2 * text.length, 'a second frame is not lost');
  });

  await t.test(
    `${encoding} by ${compress.name} is refused when it is damaged or a bomb`,
    async (t) => {
      const whole = compress(text);
      const damaged = { code: 'body_stream_invalid', status: 400 };
      for (const length of [0, 1, 4, whole.length >> 1, whole.length - 1]) {
        await t.rejects(decompress(whole.subarray(0, length), encoding), damaged, String(length));
      }
      await t.rejects(decompress(Buffer.concat([whole, Buffer.from('rest')]), encoding), damaged);
      const tooLarge = { code: 'body_too_large', status: 413 };
      await t.rejects(decompress(compress(Buffer.alloc(40_000_000)), encoding), tooLarge);
      await t.rejects(decompress(compress(Buffer.alloc(400_000)), encoding), tooLarge, '100-fold');
      const many = Buffer.concat(
        Array.from({ length: 300 }, () => compress(Buffer.alloc(65_536, 'x'))),
      );
      await t.rejects(decompress(many, encoding), tooLarge, 'many frames share one limit');
    },
  );
}

await t.test('no encoding and identity leave the body alone, others are not known', async (t) => {
  t.equal(await decompress(text, undefined), text);
  t.equal(await decompress(text, ' Identity '), text);
  await t.rejects(decompress(text, 'br'), { code: 'encoding_unsupported', status: 415 });
  await t.rejects(decompress(text, 'gzip, zstd'), { code: 'encoding_unsupported' });
});
