import fc from 'fast-check';
import t from 'tap';
import { combine32, hashString32, mix32 } from '../../../../workers/detection/sketches/hash.ts';

t.test('mix32 gives the published values of fmix32', async (t) => {
  t.equal(mix32(0), 0);
  t.equal(mix32(1), 0x514e28b7);
  t.equal(mix32(0xffffffff), 0x81f16f39);
});

t.test('hashes are unsigned 32-bit integers that depend on seed and order', async (t) => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), (text, seed) => {
      const hash = hashString32(text, seed);
      return hash === hash >>> 0 && hash !== hashString32(text, seed + 1);
    }),
  );
  t.not(combine32(1, 2), combine32(2, 1));
  t.not(hashString32('ab'), hashString32('ba'));
  t.not(hashString32('a'), hashString32('a\0'));
});

t.test('the hashes of 65,536 close strings fill 256 buckets evenly at both ends', async (t) => {
  const counts = new Uint32Array(512);
  for (let index = 0; index < 65_536; index++) {
    const hash = hashString32(`account-${String(index)}`);
    counts[hash >>> 24] = (counts[hash >>> 24] ?? 0) + 1;
    counts[256 + (hash & 255)] = (counts[256 + (hash & 255)] ?? 0) + 1;
  }
  // Chi-square with 510 degrees of freedom stays below 640 with probability 0.9999.
  const chiSquare = counts.reduce((sum, count) => sum + (count - 256) ** 2 / 256, 0);
  t.ok(chiSquare < 640, `chi-square ${chiSquare.toFixed(0)}`);
});
