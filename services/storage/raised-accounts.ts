import type { RaisedLevel } from '../contracts/finding.ts';
import type { Pool, PoolClient } from './pool.ts';

/** Every level that an account was raised to by itself, in whatever episode. */
export async function listRaisedAccounts(
  client: Pool | PoolClient,
): Promise<readonly { readonly accountId: string; readonly level: RaisedLevel }[]> {
  const { rows } = await client.query<{ accountId: string; level: RaisedLevel }>(
    `select distinct subject_id as "accountId", level from alerts where subject_kind = 'account'`,
  );
  return rows;
}
