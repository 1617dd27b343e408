import type { Pool, PoolClient } from './pool.ts';
import { isAccountSuspension } from './suspensions.ts';

/** A trait of a suspended account; `setAt` in ms. */
export interface StoredTombstone {
  readonly trait: string;
  readonly accountId: string;
  readonly setAt: number;
}

/** Tombstones older than this, in days, count for nothing and are forgotten. */
const keptDays = 30;

/** Stores them, and forgets those that count no more; of two of one trait and account the later stands. */
export async function insertTombstones(
  client: PoolClient,
  tombstones: readonly StoredTombstone[],
): Promise<void> {
  const latest = new Map(
    tombstones
      .toSorted((a, b) => a.setAt - b.setAt)
      .map((tombstone) => [`${tombstone.trait} ${tombstone.accountId}`, tombstone]),
  );
  const rows = [...latest.values()];
  await client.query(
    `insert into tombstones (trait, account_id, set_at)
     select trait, account_id, to_timestamp(set_at / 1000)
     from unnest($1::text[], $2::text[], $3::float8[]) as given (trait, account_id, set_at)
     on conflict (trait, account_id) do update set set_at = greatest(tombstones.set_at, excluded.set_at)`,
    [
      rows.map(({ trait }) => trait),
      rows.map(({ accountId }) => accountId),
      rows.map(({ setAt }) => setAt),
    ],
  );
  await client.query('delete from tombstones where set_at <= now() - make_interval(days => $1)', [
    keptDays,
  ]);
}

/** Forgets those of accounts whose suspension was lifted or has ended. */
export async function deleteLiftedTombstones(client: PoolClient): Promise<void> {
  await client.query(
    `delete from tombstones where not exists (select 1 from effective_decisions
       where ${isAccountSuspension} and account_ids @> array[tombstones.account_id])`,
  );
}

/** All that still count, in a fixed order. */
export async function listTombstones(client: Pool | PoolClient): Promise<StoredTombstone[]> {
  const { rows } = await client.query<StoredTombstone>(
    `select trait, account_id as "accountId", (extract(epoch from set_at) * 1000)::float8 as "setAt"
     from tombstones where set_at > now() - make_interval(days => $1) order by trait, account_id`,
    [keptDays],
  );
  return rows;
}
