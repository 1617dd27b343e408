import { simulate } from '../services/simulate/simulate.ts';
import type { AccountRecord } from '../services/contracts/account.ts';

export interface SimulatedLines {
  readonly accounts: readonly AccountRecord[];
  /** The JSON of each event, without a line end, in time order. */
  readonly lines: readonly string[];
}

/** The first `count` events of the demo's traffic, or of as many days of it as that takes. */
export function simulatedLines(count: number): SimulatedLines {
  const eventsPerDay = 14_000;
  const days = Math.max(7, Math.ceil(count / eventsPerDay));
  const { accounts, events } = simulate({ seed: 42, days });
  const lines: string[] = [];
  for (const event of events) {
    lines.push(JSON.stringify(event));
    if (lines.length === count) break;
  }
  return { accounts, lines };
}
