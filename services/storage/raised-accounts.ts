import type { RaisedLevel } from '../contracts/finding.ts';
import type { Pool, PoolClient } from './pool.ts';

/** The levels that accounts were raised to up to an event time (ms), in whatever episode. */
export async function listRaisedAccounts(
  client: Pool | PoolClient,
  upToAt: number,
): Promise<readonly { readonly accountId: string; readonly level: RaisedLevel }[]> {
  const { rows } = await client.query<{ accountId: string; level: RaisedLevel }>(
    `select distinct subject_id as "accountId", level from alerts
     where subject_kind = 'account' and raised_at <= to_timestamp($1::float8 / 1000)`,
    [upToAt],
  );
  return rows;
}
