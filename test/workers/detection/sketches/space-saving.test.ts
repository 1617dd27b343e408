import fc from 'fast-check';
import t from 'tap';
import { createByteReader } from '../../../../workers/detection/sketches/byte-reader.ts';
import { createByteWriter } from '../../../../workers/detection/sketches/byte-writer.ts';
import { mergeSpaceSaving } from '../../../../workers/detection/sketches/merge-space-saving.ts';
import {
  addKey,
  createSpaceSaving,
  decodeSpaceSaving,
  encodeSpaceSaving,
  heavyHittersOf,
  type SpaceSaving,
} from '../../../../workers/detection/sketches/space-saving.ts';

const capacity = 8;

function sketchOf(keys: readonly number[]): SpaceSaving {
  const sketch = createSpaceSaving(capacity);
  for (const key of keys) addKey(sketch, key);
  return sketch;
}

function bytesOf(sketch: SpaceSaving): Buffer {
  const writer = createByteWriter();
  encodeSpaceSaving(writer, sketch);
  return Buffer.from(writer.finish());
}

/** Whether every counter brackets the true count, the error is within total / capacity and no heavy key is missing. */
function isWithinBounds(sketch: SpaceSaving, keys: readonly number[]): boolean {
  const held = heavyHittersOf(sketch);
  const exact = new Map<number, number>();
  for (const key of keys) exact.set(key, (exact.get(key) ?? 0) + 1);
  const bound = keys.length / capacity;
  const isBracketed = held.every(({ key, count, error }) => {
    const truth = exact.get(key) ?? 0;
    return count >= truth && count - error <= truth && error >= 0 && error <= bound;
  });
  const isComplete = [...exact].every(
    ([key, count]) => count <= bound || held.some((hitter) => hitter.key === key),
  );
  return isBracketed && isComplete && sketch.total === keys.length;
}

// Squares of small numbers are skewed, which is what heavy hitters are about.
const streams = fc.array(
  fc.nat(6).chain((root) => fc.nat(root * root)),
  { maxLength: 200, size: 'max' },
);

t.test('counters bracket the truth and hold every heavy key', async () => {
  fc.assert(fc.property(streams, (keys) => isWithinBounds(sketchOf(keys), keys)));
});

t.test('counts are exact while the keys fit', async () => {
  fc.assert(
    fc.property(fc.array(fc.nat(7)), (keys) =>
      heavyHittersOf(sketchOf(keys)).every(({ error }) => error === 0),
    ),
  );
});

t.test(
  'merging keeps the bounds, at once or in steps, and does not depend on the order of the parts',
  async () => {
    fc.assert(
      fc.property(fc.array(streams, { minLength: 1, maxLength: 5 }), streams, (parts, more) => {
        const merged = mergeSpaceSaving(parts.map(sketchOf), capacity);
        const reversed = mergeSpaceSaving(parts.toReversed().map(sketchOf), capacity);
        const all = [...parts.flat(), ...more];
        const stepwise = parts
          .map(sketchOf)
          .reduce((left, right) => mergeSpaceSaving([left, right], capacity));
        for (const key of more) {
          addKey(merged, key);
          addKey(reversed, key);
          addKey(stepwise, key);
        }
        const areWithin = isWithinBounds(merged, all) && isWithinBounds(stepwise, all);
        return areWithin && bytesOf(merged).equals(bytesOf(reversed));
      }),
    );
  },
);

t.test('a stored sketch goes on as if it had never been stored', async (t) => {
  fc.assert(
    fc.property(streams, streams, (before, after) => {
      const sketch = sketchOf(before);
      const loaded = decodeSpaceSaving(createByteReader(bytesOf(sketch)), capacity);
      for (const key of after) {
        addKey(sketch, key);
        addKey(loaded, key);
      }
      return bytesOf(sketch).equals(bytesOf(loaded));
    }),
  );
  const reader = createByteReader(Uint8Array.of(1, 9));
  t.throws(() => decodeSpaceSaving(reader, capacity), { code: 'profile_undecodable' });
});
