import fc from 'fast-check';
import t from 'tap';
import { createByteReader } from '../../../../workers/detection/sketches/byte-reader.ts';
import { createByteWriter } from '../../../../workers/detection/sketches/byte-writer.ts';
import {
  addToMinHash,
  createMinHash,
  decodeMinHash,
  densifyMinHash,
  encodeMinHash,
  mergeMinHash,
  similarityOf,
  type MinHash,
} from '../../../../workers/detection/sketches/min-hash.ts';

function sketchOf(start: number, end: number, bins: 32 | 64 = 32): MinHash {
  const sketch = createMinHash(bins);
  for (let value = start; value < end; value++) addToMinHash(sketch, value);
  return sketch;
}

/** Two sets of `size` elements with Jaccard similarity `jaccard`, far from those of other runs. */
function pair(run: number, size: number, jaccard: number): readonly [MinHash, MinHash] {
  const shared = Math.round((2 * size * jaccard) / (1 + jaccard));
  const start = run * 10_000_000;
  return [
    sketchOf(start, start + size),
    sketchOf(start + size - shared, start + 2 * size - shared),
  ];
}

t.test('similarity is free of bias and as exact as stated, for small and large sets', async (t) => {
  for (const size of [5, 40, 1000]) {
    for (const jaccard of [0, 0.2, 0.5, 0.9, 1]) {
      const runs = 400;
      const shared = Math.round((2 * size * jaccard) / (1 + jaccard));
      const exact = shared / (2 * size - shared);
      let sum = 0;
      let squares = 0;
      for (let run = 0; run < runs; run++) {
        const error = similarityOf(...pair(run, size, jaccard)) - exact;
        sum += error;
        squares += error * error;
      }
      const filled = Math.min(32, 2 * size - shared);
      const deviation = Math.sqrt((exact * (1 - exact)) / filled);
      const label = `size ${String(size)}, similarity ${exact.toFixed(2)}`;
      t.ok(
        Math.abs(sum / runs) < 0.001 + (4.5 * deviation) / Math.sqrt(runs),
        `${label}: bias ${(sum / runs).toFixed(4)}`,
      );
      t.ok(
        Math.sqrt(squares / runs) < 0.01 + 1.25 * deviation,
        `${label}: rms ${Math.sqrt(squares / runs).toFixed(3)}`,
      );
    }
  }
});

t.test('merging and storing in any order gives the sketch of the union', async () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), fc.nat(500), (a, b, c) => {
      const [low, middle, high] = [a, b, c].toSorted((x, y) => x - y) as [number, number, number];
      const left = sketchOf(low, middle, 64);
      mergeMinHash(left, sketchOf(middle, high, 64));
      const right = sketchOf(middle, high, 64);
      const writer = createByteWriter();
      encodeMinHash(writer, right);
      const loaded = decodeMinHash(createByteReader(writer.finish()), 64);
      mergeMinHash(loaded, sketchOf(low, middle, 64));
      const whole = sketchOf(low, high, 64).join();
      return left.join() === whole && loaded.join() === whole && writer.length <= 136;
    }),
  );
});

t.test('densifying fills every bin of a set and keeps equal sets equal', async (t) => {
  const dense = densifyMinHash(sketchOf(0, 3));
  t.ok(dense.every((code) => code !== 0xffff));
  t.same(dense, densifyMinHash(sketchOf(0, 3)));
  t.ok(densifyMinHash(createMinHash()).every((code) => code === 0xffff));
  t.equal(similarityOf(createMinHash(), createMinHash()), 0);
});

t.test('a filled bin without a value is refused', async (t) => {
  const reader = createByteReader(Uint8Array.of(1, 0, 0, 0, 0xff, 0xff));
  t.throws(() => decodeMinHash(reader), { code: 'profile_undecodable' });
});
