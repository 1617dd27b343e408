import { createFieldPeek } from '../inputs/peek-field.ts';
import type { Label } from './labels.ts';
import type { TimedLines } from './run-shard.ts';

const peekId = createFieldPeek('event_id');
const peekAccount = createFieldPeek('account_id');

/** Tells when (event time, ms) each account sent the event that its label names as the first attack. */
export function locateAttacks(
  events: TimedLines,
  labels: readonly Label[],
): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  const wanted = new Map(labels.map((one) => [one.account_id, one.first_attack_event_id]));
  const ids = new Set([...wanted.values()].filter((id) => id !== undefined));
  if (ids.size === 0) return times;
  for (let place = 0; place < events.length; place += 1) {
    const line = events.lineAt(place);
    const eventId = peekId(line);
    if (eventId === undefined || !ids.has(eventId)) continue;
    const accountId = peekAccount(line);
    if (accountId === undefined || wanted.get(accountId) !== eventId) continue;
    if (!times.has(accountId)) times.set(accountId, events.timeAt(place));
  }
  return times;
}
