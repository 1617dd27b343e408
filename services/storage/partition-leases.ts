import { AppError } from '../errors.ts';
import type { Pool, PoolClient } from './pool.ts';

export interface PartitionLease {
  readonly partition: number;
  readonly epoch: number;
  readonly owner: string | null;
  readonly appliedSequence: number;
  /** The sequence after which the partition was last flushed, nothing having been pending. */
  readonly flushedSequence: number;
  /** Ms; null before the first event. */
  readonly watermarkAt: number | null;
}

const columns = `partition, epoch::float8 as epoch, owner,
  applied_sequence::float8 as "appliedSequence", flushed_sequence::float8 as "flushedSequence",
  (extract(epoch from watermark_at) * 1000)::float8 as "watermarkAt"`;

export interface LeaseClaim {
  readonly partition: number;
  readonly owner: string;
  /** The new epoch is above this one too: what Redis holds. */
  readonly aboveEpoch: number;
}

/** Makes `owner` the owner of the partition: everyone who was it before is fenced from here on. */
export async function takePartitionLease(
  client: Pool | PoolClient,
  { partition, owner, aboveEpoch }: LeaseClaim,
): Promise<PartitionLease> {
  const { rows } = await client.query<PartitionLease>(
    `insert into partition_leases (partition, epoch, owner) values ($1, $3 + 1, $2)
     on conflict (partition) do update
       set epoch = greatest(partition_leases.epoch, $3) + 1, owner = excluded.owner, updated_at = now()
     returning ${columns}`,
    [partition, owner, aboveEpoch],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('taking a partition lease returned no row');
  return row;
}

/** Locks the partition's row for the transaction. Throws partition_fenced when another has taken it since `epoch`. */
export async function lockPartitionLease(
  client: PoolClient,
  partition: number,
  epoch: number,
): Promise<void> {
  const { rows } = await client.query<{ epoch: number }>(
    'select epoch::float8 as epoch from partition_leases where partition = $1 for update',
    [partition],
  );
  if (rows[0]?.epoch === epoch) return;
  const context = { partition, epoch };
  throw new AppError('partition_fenced', 'Another worker owns the partition now.', { context });
}

export interface PartitionProgress {
  readonly partition: number;
  readonly appliedSequence: number;
  readonly isFlushed: boolean;
  /** Ms; 0 before the first event. */
  readonly watermarkAt: number;
}

/** Call with the row locked. */
export async function updatePartitionProgress(
  client: PoolClient,
  { partition, appliedSequence, isFlushed, watermarkAt }: PartitionProgress,
): Promise<void> {
  await client.query(
    `update partition_leases set applied_sequence = greatest(applied_sequence, $2),
       flushed_sequence = case when $3 then greatest(flushed_sequence, $2) else flushed_sequence end,
       watermark_at = case when $4::float8 > 0 then to_timestamp($4::float8 / 1000) else watermark_at end,
       updated_at = now()
     where partition = $1`,
    [partition, appliedSequence, isFlushed, watermarkAt],
  );
}

/** In the order of the partitions; those that nobody ever owned are missing. */
export async function listPartitionLeases(client: Pool | PoolClient): Promise<PartitionLease[]> {
  const { rows } = await client.query<PartitionLease>(
    `select ${columns} from partition_leases order by partition`,
  );
  return rows;
}
