import type { BatchRecord } from '../../services/queue/batch.ts';
import { encodeBatch } from '../../services/queue/batch.ts';
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

/** Seeded traffic with several kinds of extraction in it, in batches as intake writes them, in order. */
export function createTraffic(accounts = 250): TrafficBatch[] {
  const batches: TrafficBatch[] = [];
  let waiting: (readonly [string, BatchRecord])[] = [];
  const send = () => {
    batches.push(...split(waiting));
    waiting = [];
  };
  for (const event of simulate({ seed: 7, accounts, days: 3 }).events) {
    const line = Buffer.from(JSON.stringify(event));
    const referenceAt = Date.parse(event.occurred_at);
    waiting.push([event.account_id, { kind: 'event', referenceAt, source: null, line }]);
    if (waiting.length === perRequest) send();
  }
  send();
  return batches;
}
