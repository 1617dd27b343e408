import type { AccountRecord } from '../services/contracts/account.ts';
import { simulate } from '../services/simulate/simulate.ts';

export interface SimulatedLines {
  readonly accounts: readonly AccountRecord[];
  /** The JSON of each event, without a line end, in time order. */
  readonly lines: readonly string[];
}

const eventsPerDay = 14_000;

/** The first `count` events of the demo's traffic, or of as many days of it as that takes. */
export function simulatedLines(count: number): SimulatedLines {
  const days = Math.max(7, Math.ceil(count / eventsPerDay));
  const { accounts, events } = simulate({ seed: 42, days });
  const lines: string[] = [];
  for (const event of events) {
    lines.push(JSON.stringify(event));
    if (lines.length === count) break;
  }
  return { accounts, lines };
}

/** The same events as they would come in at a busy hour: from `startAt` (ms) on, so many a second of event time. */
export function atLiveRate(
  lines: readonly string[],
  { startAt, eventsPerSecond }: { readonly startAt: number; readonly eventsPerSecond: number },
): string[] {
  return lines.map((line, index) => {
    const at = new Date(startAt + Math.floor((index * 1000) / eventsPerSecond)).toISOString();
    return line.replace(/"occurred_at":"[^"]*"/, `"occurred_at":"${at}"`);
  });
}
