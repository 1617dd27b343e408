import { AppError } from '../errors.ts';
import type { Pool, PoolClient } from './pool.ts';

/** The value of a setting that was fixed when the instance was created. */
export async function findInstanceSetting(
  client: Pool | PoolClient,
  name: string,
): Promise<string | undefined> {
  const { rows } = await client.query<{ value: string }>(
    'select value from instance_settings where name = $1',
    [name],
  );
  return rows[0]?.value;
}

/**
 * Fixes the partition count of a new instance, or holds it against the stored one.
 * Throws partition_count_mismatch: with another count, accounts would be looked for in the wrong partition.
 */
export async function ensurePartitionCount(
  client: Pool | PoolClient,
  partitions: number,
): Promise<void> {
  await client.query(
    "insert into instance_settings (name, value) values ('partition_count', $1) on conflict do nothing",
    [String(partitions)],
  );
  const stored = await findInstanceSetting(client, 'partition_count');
  if (stored === String(partitions)) return;
  throw new AppError(
    'partition_count_mismatch',
    `This instance was created with ${stored ?? 'no'} partitions, PARTITIONS says ${partitions}. Set PARTITIONS=${stored ?? ''}.`,
  );
}
