import { profileUndecodable, type ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

/**
 * The heaviest of many keys with `capacity` counters (Space-Saving, Metwally et al. 2005). A counter is never
 * below the true count and exceeds it by at most `errors`, which is at most total / capacity; every key with a
 * larger count than that is held. Exact while no more than `capacity` keys were seen.
 */
export interface SpaceSaving {
  readonly capacity: number;
  /** Sum of all counts, held or not. */
  total: number;
  size: number;
  /** Side by side and not typed: a profile holds many of these and most stay small. */
  readonly keys: number[];
  readonly counts: number[];
  readonly errors: number[];
}

export interface HeavyHitter {
  readonly key: number;
  readonly count: number;
  /** `count - error` is a sure lower bound. */
  readonly error: number;
}

export function createSpaceSaving(capacity = 32): SpaceSaving {
  return { capacity, total: 0, size: 0, keys: [], counts: [], errors: [] };
}

export function addKey(sketch: SpaceSaving, key: number, count = 1): void {
  sketch.total += count;
  const slot = slotOf(sketch, key);
  if (slot >= 0) {
    sketch.counts[slot] = (sketch.counts[slot] ?? 0) + count;
  } else if (sketch.size < sketch.capacity) {
    appendHitter(sketch, { key, count, error: 0 });
  } else {
    const least = leastSlot(sketch);
    const inherited = sketch.counts[least] ?? 0;
    sketch.keys[least] = key;
    sketch.counts[least] = inherited + count;
    sketch.errors[least] = inherited;
  }
}

/** The held keys, heaviest first, ties by key. */
export function heavyHittersOf(sketch: SpaceSaving): readonly HeavyHitter[] {
  const held: HeavyHitter[] = [];
  for (let slot = 0; slot < sketch.size; slot++) held.push(hitterAt(sketch, slot));
  return held.sort((a, b) => b.count - a.count || a.key - b.key);
}

/** 1 to 3 bytes a count, 4 a key: about 200 bytes when full. Order of keys, so that equal states give equal bytes. */
export function encodeSpaceSaving(writer: ByteWriter, sketch: SpaceSaving): void {
  writer.varint(sketch.total);
  writer.varint(sketch.size);
  for (const key of sketch.keys.toSorted((a, b) => a - b)) {
    const { count, error } = hitterAt(sketch, slotOf(sketch, key));
    writer.u32(key);
    writer.varint(count);
    writer.varint(error);
  }
}

export function decodeSpaceSaving(reader: ByteReader, capacity = 32): SpaceSaving {
  const sketch = createSpaceSaving(capacity);
  sketch.total = reader.varint();
  const size = reader.varint();
  if (size > capacity) throw profileUndecodable('too many counters');
  for (let slot = 0; slot < size; slot++) {
    appendHitter(sketch, { key: reader.u32(), count: reader.varint(), error: reader.varint() });
  }
  return sketch;
}

/** How often a key that is not held may have been seen. */
export function floorOf(sketch: SpaceSaving): number {
  return sketch.size < sketch.capacity ? 0 : (sketch.counts[leastSlot(sketch)] ?? 0);
}

export function hitterAt(sketch: SpaceSaving, slot: number): HeavyHitter {
  return {
    key: sketch.keys[slot] ?? 0,
    count: sketch.counts[slot] ?? 0,
    error: sketch.errors[slot] ?? 0,
  };
}

/** Gives a key that is not held a counter of its own; there must be room for it. */
export function appendHitter(sketch: SpaceSaving, { key, count, error }: HeavyHitter): void {
  sketch.size++;
  sketch.keys.push(key);
  sketch.counts.push(count);
  sketch.errors.push(error);
}

function slotOf(sketch: SpaceSaving, key: number): number {
  const { keys, size } = sketch;
  for (let slot = 0; slot < size; slot++) {
    if (keys[slot] === key) return slot;
  }
  return -1;
}

/** Ties go by key and not by slot: the order of slots does not outlive storing. */
function leastSlot(sketch: SpaceSaving): number {
  const { keys, counts, size } = sketch;
  let least = 0;
  for (let slot = 1; slot < size; slot++) {
    const difference = (counts[slot] ?? 0) - (counts[least] ?? 0);
    if (difference < 0 || (difference === 0 && (keys[slot] ?? 0) < (keys[least] ?? 0)))
      least = slot;
  }
  return least;
}
