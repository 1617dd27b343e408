import type { TimedLines } from '../../services/cli/backtest/run-shard.ts';
import { createRandom } from '../../services/simulate/random.ts';

export const longestDelayMs = 600_000;

/**
 * The events in the order in which a live system might get them: each arrives up to `longestDelayMs` after it happened.
 * The times are those of arrival, so that the engine sees its clock run as it would live. Seeded.
 */
export function delayArrivals(events: TimedLines, seed = 5): TimedLines {
  const random = createRandom(seed);
  const arrivals = Float64Array.from(
    { length: events.length },
    (_, place) => events.timeAt(place) + Math.floor(random.next() * longestDelayMs),
  );
  const places = Uint32Array.from({ length: events.length }, (_, place) => place);
  places.sort((left, right) => (arrivals[left] ?? 0) - (arrivals[right] ?? 0) || left - right);
  return {
    length: events.length,
    lineAt: (place) => events.lineAt(places[place] ?? 0),
    timeAt: (place) => arrivals[places[place] ?? 0] ?? 0,
  };
}
