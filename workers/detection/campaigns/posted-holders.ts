import {
  addHolder,
  createHolderList,
  itemBits,
  removeHolder,
  renewHolder,
  type HolderList,
} from './holder-list.ts';

/**
 * Which accounts, by their numbers, hold which key (a 32-bit number). Holders of a key are counted for good, and listed
 * while they are few: what everybody holds tells nobody apart, and its list would be most of the memory.
 */
export interface PostedHolders {
  add(key: number, item: number): void;
  /** Notes another byte beside a holder's number. */
  renew(key: number, item: number): void;
  remove(key: number, item: number): void;
  countOf(key: number): number;
  /** The holders, while there are at most `mostHolders` of them. */
  findHolders(key: number): HolderList | undefined;
}

/** Keys of more holders than this are passed over. */
export const mostHolders = 512;
/** A list is let go beyond this many and made anew at `mostHolders`: a key that sways about one of them costs nothing. */
const mostListed = 2 * mostHolders;

interface Posted {
  readonly lists: Map<number, HolderList>;
  /** How many hold the keys that have no list. */
  readonly common: Map<number, number>;
}

/** `everyItem` goes through all items of a key: asked for the few keys that were common and are no more. */
export function createPostedHolders(everyItem: (key: number) => Iterable<number>): PostedHolders {
  const posted: Posted = { lists: new Map(), common: new Map() };
  const { lists, common } = posted;
  return {
    countOf: (key) => lists.get(key)?.size ?? common.get(key) ?? 0,
    add: (key, item) => {
      const count = common.get(key);
      if (count === undefined) addListed(posted, key, item);
      else common.set(key, count + 1);
    },
    renew: (key, item) => {
      const held = lists.get(key);
      if (held !== undefined) renewHolder(held, item);
    },
    remove: (key, item) => {
      const number = item >>> itemBits;
      if (lists.has(key)) removeListed(posted, key, number);
      else if (removeCounted(posted, key) <= mostHolders) {
        common.delete(key);
        for (const other of everyItem(key)) {
          if (other >>> itemBits !== number) addListed(posted, key, other);
        }
      }
    },
    findHolders: (key) => {
      const held = lists.get(key);
      return held === undefined || held.size > mostHolders ? undefined : held;
    },
  };
}

function addListed({ lists, common }: Posted, key: number, item: number): void {
  const held = lists.get(key) ?? createHolderList();
  addHolder(held, item);
  if (held.size <= mostListed) {
    lists.set(key, held);
  } else {
    lists.delete(key);
    common.set(key, held.size);
  }
}

function removeListed({ lists }: Posted, key: number, number: number): void {
  const held = lists.get(key);
  if (held === undefined) return;
  removeHolder(held, number);
  if (held.size === 0) lists.delete(key);
}

/** Returns how many are left. */
function removeCounted({ common }: Posted, key: number): number {
  const left = (common.get(key) ?? 1) - 1;
  common.set(key, left);
  return left;
}
