import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { partitionKeys } from '../services/queue/keys.ts';

const pollMs = 20;
const deadlineMs = 300_000;

async function assigned(redis: Redis, partitions: number): Promise<number> {
  const keys = Array.from({ length: partitions }, (_, index) => partitionKeys(index).sequence);
  const values = await Promise.all(keys.map((key) => redis.get(key)));
  return values.reduce((sum, value) => sum + Number(value ?? 0), 0);
}

/** Waits until Postgres holds the effects of every batch that Redis has numbered. */
export async function untilApplied(redis: Redis, pool: Pool, partitions: number): Promise<void> {
  const due = await assigned(redis, partitions);
  const giveUpAt = performance.now() + deadlineMs;
  for (;;) {
    const { rows } = await pool.query<{ applied: string }>(
      'select coalesce(sum(applied_sequence), 0) as applied from partition_leases',
    );
    if (Number(rows[0]?.applied) >= due) return;
    if (performance.now() > giveUpAt) {
      throw new Error(`${rows[0]?.applied ?? '0'} of ${String(due)} batches were applied in time`);
    }
    await delay(pollMs);
  }
}
