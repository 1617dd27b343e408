import type { EventHash } from './event-hash.ts';

/** An id counts as seen for so many hours after the one in which its batch arrived. */
export const seenHours = 48;

export interface SeenIds {
  /** True when the id is new; it is remembered for the hour (since the epoch) of the batch that brought it. */
  add(hash: EventHash, hour: number): boolean;
  readonly size: number;
  readonly bytes: number;
}

/** Per slot high, low, hour + 1; an hour of 0 means that the slot is free. */
type Slots = Uint32Array;
const width = 3;

/** Index of the slot that holds the id, or of the free one where it belongs. */
function findSlot(slots: Slots, high: number, low: number): number {
  const mask = slots.length / width - 1;
  for (let slot = low & mask; ; slot = (slot + 1) & mask) {
    const at = slot * width;
    if (slots[at + 2] === 0 || (slots[at] === high && slots[at + 1] === low)) return at;
  }
}

/** The slots that were marked (hour + 1) at `oldest` or later, in a table that they fill by half at most. */
function rebuild(slots: Slots, oldest: number, leastCapacity: number) {
  let live = 0;
  for (let at = 2; at < slots.length; at += width) if ((slots[at] ?? 0) >= oldest) live += 1;
  let capacity = leastCapacity;
  while (capacity < live * 2 + 2) capacity *= 2;
  const next = new Uint32Array(capacity * width);
  for (let at = 0; at < slots.length; at += width) {
    if ((slots[at + 2] ?? 0) < oldest) continue;
    next.set(slots.subarray(at, at + width), findSlot(next, slots[at] ?? 0, slots[at + 1] ?? 0));
  }
  return { slots: next, live };
}

/**
 * A set of 64-bit hashes with the hour each was seen in: open addressing over one typed array, 12 bytes a slot, so
 * that millions cost no garbage collection. What has run out is dropped when the table fills up.
 */
export function createSeenIds(leastCapacity = 1_024): SeenIds {
  let slots = new Uint32Array(leastCapacity * width);
  let used = 0;
  let newestHour = 0;

  const makeRoom = () => {
    if ((used + 1) * width * 10 <= slots.length * 7) return;
    const rebuilt = rebuild(slots, Math.max(1, newestHour - seenHours + 1), leastCapacity);
    ({ slots, live: used } = rebuilt);
  };
  return {
    add: ({ high, low }, hour) => {
      newestHour = Math.max(newestHour, hour);
      makeRoom();
      const at = findSlot(slots, high, low);
      const marked = slots[at + 2] ?? 0;
      if (marked > 0 && marked - 1 >= hour - seenHours) return false;
      if (marked === 0) used += 1;
      slots[at] = high;
      slots[at + 1] = low;
      slots[at + 2] = hour + 1;
      return true;
    },
    get size() {
      return used;
    },
    get bytes() {
      return slots.byteLength;
    },
  };
}
