import type { UsageEvent } from '../../contracts/usage-event.ts';

/** Event times (ms) of one account's requests, ascending. */
export interface RequestTimes {
  readonly all: readonly number[];
  /** Those whose answer is a trace. */
  readonly traces: readonly number[];
}

/** Output tokens from which an answer counts as a trace: a worked answer, such as a student model is trained on. */
export const traceTokens = 256;

interface Growing {
  readonly all: number[];
  readonly traces: number[];
}

/** Notes when each account asked and which answers were traces; an answer of unknown length is none. */
export function createRequestBook() {
  const times = new Map<string, Growing>();
  return {
    times: times as ReadonlyMap<string, RequestTimes>,
    add: ({ account_id, usage }: UsageEvent, at: number) => {
      const known = times.get(account_id) ?? { all: [], traces: [] };
      times.set(account_id, known);
      insert(known.all, at);
      if ((usage?.output_tokens ?? 0) >= traceTokens) insert(known.traces, at);
    },
  };
}

/** Nearly every event comes in order; one that arrives late goes where it belongs. */
function insert(times: number[], at: number): void {
  if (at >= (times.at(-1) ?? -Infinity)) times.push(at);
  else times.splice(countBefore(times, at), 0, at);
}

/** How many of the sorted times lie before `limit`. */
export function countBefore(times: readonly number[], limit: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
