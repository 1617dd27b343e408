/**
 * Numbers of accounts in one array, in no order: going through such lists is most of the work of an index, and they
 * are most of its memory. A holder may be noted with a byte beside its number.
 */
export interface HolderList {
  /** Number * 256 + the byte; only the first `size` count. */
  items: Uint32Array;
  size: number;
}

/** What an item can tell apart: 16 million accounts. */
export const itemBits = 8;

export function createHolderList(): HolderList {
  return { items: new Uint32Array(2), size: 0 };
}

export function itemOf(number: number, byte = 0): number {
  return ((number << itemBits) | byte) >>> 0;
}

export function addHolder(list: HolderList, item: number): void {
  if (list.size === list.items.length) {
    const grown = new Uint32Array(list.size + Math.max(2, list.size >> 1));
    grown.set(list.items);
    list.items = grown;
  }
  list.items[list.size++] = item;
}

/** Gives the holder of this number another byte. */
export function renewHolder(list: HolderList, item: number): void {
  const place = placeOf(list, item >>> itemBits);
  if (place < list.size) list.items[place] = item;
}

/** The last one takes the place. */
export function removeHolder(list: HolderList, number: number): void {
  const place = placeOf(list, number);
  if (place === list.size) return;
  list.items[place] = list.items[--list.size] ?? 0;
}

/** `size` where it is not held. */
function placeOf({ items, size }: HolderList, number: number): number {
  for (let place = 0; place < size; place++) {
    if ((items[place] ?? 0) >>> itemBits === number) return place;
  }
  return size;
}
