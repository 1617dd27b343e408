/** Finds what ends, without looking at what does not. */
export interface ExpiryCalendar {
  readonly add: (key: string, until: number) => void;
  /** The keys of which something has ended since the last call; times in milliseconds since the epoch. */
  readonly takeEnded: (now: number) => readonly string[];
}

const secondOf = (ms: number) => Math.floor(ms / 1_000);

/** A slot for each second. What is asked for is taken out, so that a key that ends twice is added twice. */
export function createExpiryCalendar(now: number): ExpiryCalendar {
  const slots = new Map<number, { key: string; until: number }[]>();
  let from = secondOf(now);
  return {
    add: (key, until) => {
      // What has ended already is found by the next call.
      const second = Math.max(from, secondOf(until));
      const slot = slots.get(second);
      if (slot === undefined) slots.set(second, [{ key, until }]);
      else slot.push({ key, until });
    },
    takeEnded: (at) => {
      const ended: string[] = [];
      for (; from <= secondOf(at); from += 1) {
        const slot = slots.get(from) ?? [];
        const later = slot.filter(({ until }) => until > at);
        for (const { key, until } of slot) if (until <= at) ended.push(key);
        if (later.length > 0) {
          slots.set(from, later);
          break;
        }
        slots.delete(from);
      }
      return ended;
    },
  };
}
