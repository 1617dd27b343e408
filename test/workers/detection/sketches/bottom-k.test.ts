import fc from 'fast-check';
import t from 'tap';
import {
  addToBottomK,
  createBottomK,
  decodeBottomK,
  encodeBottomK,
  mergeBottomK,
  type BottomK,
} from '../../../../workers/detection/sketches/bottom-k.ts';
import { createByteReader } from '../../../../workers/detection/sketches/byte-reader.ts';
import { createByteWriter } from '../../../../workers/detection/sketches/byte-writer.ts';
import { hashString32 } from '../../../../workers/detection/sketches/hash.ts';

type Entry = readonly [hash: number, payload: string];

// Few hashes, so that equal hashes with other payloads do occur.
const entries = fc.array(fc.tuple(fc.nat(40), fc.string({ maxLength: 2 })), { maxLength: 60 });

function sampleOf(list: readonly Entry[]): BottomK {
  const sample = createBottomK();
  for (const [hash, payload] of list) addToBottomK(sample, hash, payload);
  return sample;
}

function smallest(list: readonly Entry[]): readonly Entry[] {
  const distinct = new Map(list.map((entry) => [`${String(entry[0])} ${entry[1]}`, entry]));
  return [...distinct.values()].sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1)).slice(0, 16);
}

t.test(
  'holds exactly the 16 smallest distinct entries, whatever the order and the grouping',
  async () => {
    fc.assert(
      fc.property(entries, entries, (a, b) => {
        const merged = sampleOf(a);
        mergeBottomK(merged, sampleOf(b));
        const expected = smallest([...b, ...a]);
        const isSame = expected.every(
          ([hash, payload], index) =>
            merged.hashes[index] === hash && merged.payloads[index] === payload,
        );
        return isSame && merged.hashes.length === expected.length;
      }),
    );
  },
);

t.test('a stored sample comes back as it was', async (t) => {
  fc.assert(
    fc.property(entries, (list) => {
      const sample = sampleOf(list);
      const writer = createByteWriter();
      encodeBottomK(writer, sample);
      const loaded = decodeBottomK(createByteReader(writer.finish()));
      return JSON.stringify(loaded) === JSON.stringify(sample);
    }),
  );
  const reader = createByteReader(Uint8Array.of(17));
  t.throws(() => decodeBottomK(reader), { code: 'profile_undecodable' });
});

t.test('every entry has the same chance to be sampled', async (t) => {
  const hits = new Uint32Array(64);
  for (let run = 0; run < 2000; run++) {
    const sample = createBottomK();
    for (let item = 0; item < 64; item++) {
      addToBottomK(sample, hashString32(`item-${String(item)}`, run), String(item));
    }
    for (const payload of sample.payloads) hits[Number(payload)] = (hits[Number(payload)] ?? 0) + 1;
  }
  // 500 expected, deviation 19 (binomial 2000 at 1/4).
  t.ok(
    hits.every((count) => Math.abs(count - 500) < 90),
    `${String(Math.min(...hits))} to ${String(Math.max(...hits))}`,
  );
});
