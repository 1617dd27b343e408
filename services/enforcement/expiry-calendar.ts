/** Finds what may have ended, without looking at what has not. */
export interface ExpiryCalendar {
  readonly add: (key: string, until: number) => void;
  /** The keys of which something may have ended by `now`, in milliseconds since the epoch: each once for each addition. */
  readonly takeEnded: (now: number) => readonly string[];
}

const secondOf = (ms: number) => Math.ceil(ms / 1_000);

/** A slot for each second, taken when it is over: what ends within a second is found after it. */
export function createExpiryCalendar(now: number): ExpiryCalendar {
  const slots = new Map<number, string[]>();
  let from = secondOf(now);
  return {
    add: (key, until) => {
      // What has ended already is found by the next call.
      const second = Math.max(from, secondOf(until));
      const slot = slots.get(second);
      if (slot === undefined) slots.set(second, [key]);
      else slot.push(key);
    },
    takeEnded: (at) => {
      const ended: string[] = [];
      for (; from <= Math.floor(at / 1_000); from += 1) {
        for (const key of slots.get(from) ?? []) ended.push(key);
        slots.delete(from);
      }
      return ended;
    },
  };
}
