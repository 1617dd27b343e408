import type { UsageEvent } from '../../services/contracts/usage-event.ts';
import { encodeBatch, type BatchRecord } from '../../services/queue/batch.ts';
import { partitionOf } from '../../services/queue/partition-of.ts';
import { simulate } from '../../services/simulate/simulate.ts';

export const partitions = 4;

export interface TrafficBatch {
  readonly partition: number;
  readonly buffer: Buffer;
}

const perRequest = 200;

function split(records: readonly (readonly [string, BatchRecord])[]): TrafficBatch[] {
  const parts = new Map<number, BatchRecord[]>();
  for (const [accountId, record] of records) {
    const partition = partitionOf(accountId, partitions);
    parts.set(partition, [...(parts.get(partition) ?? []), record]);
  }
  return [...parts].map(([partition, part]) => {
    return { partition, buffer: encodeBatch({ receivedAt: Date.now(), records: part }) };
  });
}

/** Seeded usage events with several kinds of extraction in them, in order of time. */
export function* createEvents(accounts = 400): Iterable<UsageEvent> {
  yield* simulate({ seed: 7, accounts, days: 3 }).events;
}

/** An event and when it arrives, ms. */
export interface Arrival {
  readonly event: UsageEvent;
  readonly arrivesAt: number;
}

/** Batches as intake writes them, of events that arrive in this order. */
export function toBatches(arrivals: Iterable<Arrival>): TrafficBatch[] {
  const batches: TrafficBatch[] = [];
  let waiting: (readonly [string, BatchRecord])[] = [];
  const send = () => {
    batches.push(...split(waiting));
    waiting = [];
  };
  for (const { event, arrivesAt: referenceAt } of arrivals) {
    const line = Buffer.from(JSON.stringify(event));
    waiting.push([event.account_id, { kind: 'event', referenceAt, source: null, line }]);
    if (waiting.length === perRequest) send();
  }
  send();
  return batches;
}

/** The seeded usage events in batches, each arriving when it happened. */
export function createTraffic(accounts?: number): TrafficBatch[] {
  const events = [...createEvents(accounts)];
  return toBatches(events.map((event) => ({ event, arrivesAt: Date.parse(event.occurred_at) })));
}
