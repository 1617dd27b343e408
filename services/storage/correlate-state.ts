import { AppError } from '../errors.ts';
import type { Pool, PoolClient } from './pool.ts';

export interface CorrelateState {
  readonly epoch: number;
  /** Ms; null before the first tick was closed. */
  readonly closedTickAt: number | null;
  /** Digests that changed before this transaction have been taken in. */
  readonly horizon: string;
  /** By partition: the last sequence whose flush a full correlation has covered. */
  readonly coveredSequences: readonly number[];
}

const columns = `epoch::float8 as epoch, (extract(epoch from closed_tick_at) * 1000)::float8 as "closedTickAt",
  horizon::text as horizon, covered_sequences::float8[] as "coveredSequences"`;

function onlyRow(rows: readonly CorrelateState[]): CorrelateState {
  const [row] = rows;
  if (row === undefined) throw new Error('correlate_state has no row');
  return row;
}

export async function getCorrelateState(client: Pool | PoolClient): Promise<CorrelateState> {
  const { rows } = await client.query<CorrelateState>(`select ${columns} from correlate_state`);
  return onlyRow(rows);
}

/**
 * Makes `owner` the one correlate worker: the one before is fenced from here on. A horizon that lies in the future
 * comes from another cluster, through a dump; everything is taken in again then.
 */
export async function takeCorrelateState(
  client: Pool | PoolClient,
  owner: string,
): Promise<CorrelateState> {
  const { rows } = await client.query<CorrelateState>(
    `update correlate_state set epoch = epoch + 1, owner = $1,
       horizon = case when horizon > pg_snapshot_xmax(pg_current_snapshot()) then '0' else horizon end
     returning ${columns}`,
    [owner],
  );
  return onlyRow(rows);
}

/** Writes what was closed and covered. Throws partition_fenced when another worker has taken over since `epoch`. */
export async function updateCorrelateState(
  client: PoolClient,
  { epoch, closedTickAt, horizon, coveredSequences }: CorrelateState,
): Promise<void> {
  const { rowCount } = await client.query(
    `update correlate_state set closed_tick_at = to_timestamp($2::float8 / 1000), covered_sequences = $3, horizon = $4
     where epoch = $1`,
    [epoch, closedTickAt, coveredSequences, horizon],
  );
  if (rowCount !== 1)
    throw new AppError('partition_fenced', 'Another correlate worker has taken over.');
}
