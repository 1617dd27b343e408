import fc from 'fast-check';
import t from 'tap';
import { decodeBatch, encodeBatch, type Batch } from '../../../services/queue/batch.ts';
import { murmur3, partitionOf } from '../../../services/queue/partition-of.ts';

const record = fc.record({
  kind: fc.constantFrom('event' as const, 'account' as const),
  referenceAt: fc.integer({ min: -1e12, max: 4e12 }),
  source: fc.option(fc.string({ maxLength: 128, unit: 'grapheme' })),
  line: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
});
const batch: fc.Arbitrary<Batch> = fc.record({
  receivedAt: fc.integer({ min: 0, max: 4e12 }),
  records: fc.array(record, { maxLength: 40 }),
});

await t.test('a decoded batch equals what was encoded', async (t) => {
  fc.assert(
    fc.property(batch, (given) => {
      t.same(decodeBatch(encodeBatch(given)), given);
    }),
    { numRuns: 50 },
  );
});

await t.test('a batch that was damaged anywhere is refused with one code', async (t) => {
  fc.assert(
    fc.property(batch, fc.nat(), fc.integer({ min: 1, max: 255 }), (given, place, flip) => {
      const buffer = encodeBatch(given);
      const index = place % buffer.length;
      buffer.writeUInt8(buffer.readUInt8(index) ^ flip, index);
      t.throws(() => decodeBatch(buffer), { code: 'batch_undecodable' });
    }),
    { numRuns: 50 },
  );
  const whole = encodeBatch({ receivedAt: 1, records: [] });
  for (const length of [0, 1, 5, 19])
    t.throws(() => decodeBatch(whole.subarray(0, length)), { code: 'batch_undecodable' });
});

await t.test('the partition of an account follows the published hash', async (t) => {
  const known: [string, number][] = [
    ['', 0],
    ['test', 0xba6bd213],
    ['Hello, world!', 0xc0363e43],
    ['The quick brown fox jumps over the lazy dog', 0x2e4ff723],
  ];
  for (const [text, hash] of known) t.equal(murmur3(Buffer.from(text)), hash);
  t.equal(partitionOf('test', 8), 0xba6bd213 % 8);
});
