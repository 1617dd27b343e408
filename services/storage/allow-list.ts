import type { Pool, PoolClient } from './pool.ts';
import { isRowId } from './row-id.ts';

export const allowListKinds = ['full', 'soft'] as const;
export type AllowListKind = (typeof allowListKinds)[number];

export interface AllowListEntry {
  readonly entryId: string;
  readonly accountId: string;
  readonly kind: AllowListKind;
  readonly reason: string;
  readonly expiresAt: Date;
  readonly addedBy: string;
  readonly addedAt: Date;
}

const columns = `allow_list_entry_id::text as "entryId", account_id as "accountId", kind, reason,
  expires_at as "expiresAt", added_by as "addedBy", added_at as "addedAt"`;

export async function insertAllowListEntry(
  client: PoolClient,
  { accountId, kind, reason, expiresAt, addedBy }: Omit<AllowListEntry, 'entryId' | 'addedAt'>,
): Promise<AllowListEntry> {
  const { rows } = await client.query<AllowListEntry>(
    `insert into allow_list_entries (account_id, kind, reason, expires_at, added_by)
     values ($1, $2, $3, $4, $5) returning ${columns}`,
    [accountId, kind, reason, expiresAt, addedBy],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('insert into allow_list_entries returned no row');
  return row;
}

/** Ends an entry. Undefined when there is none, or it ended before. */
export async function removeAllowListEntry(
  client: PoolClient,
  removal: { readonly entryId: string; readonly reason: string; readonly removedBy: string },
): Promise<AllowListEntry | undefined> {
  const { entryId, reason, removedBy } = removal;
  if (!isRowId(entryId)) return undefined;
  const { rows } = await client.query<AllowListEntry>(
    `with removed as (
       insert into allow_list_removals (allow_list_entry_id, reason, removed_by)
       select allow_list_entry_id, $2, $3 from allow_listed where allow_list_entry_id = $1
       on conflict do nothing returning allow_list_entry_id
     )
     select ${columns} from allow_list_entries join removed using (allow_list_entry_id)`,
    [entryId, reason, removedBy],
  );
  return rows[0];
}

/** Those that stand, the one that ends first first; at most 500. */
export async function listAllowList(client: Pool | PoolClient): Promise<AllowListEntry[]> {
  const { rows } = await client.query<AllowListEntry>(
    `select ${columns} from allow_listed order by expires_at, allow_list_entry_id limit 500`,
  );
  return rows;
}

/** Which of the accounts are allow-listed, in order. */
export async function listAllowed(
  client: Pool | PoolClient,
  accountIds: readonly string[],
): Promise<string[]> {
  const { rows } = await client.query<{ accountId: string }>(
    `select distinct account_id as "accountId" from allow_listed where account_id = any($1) order by 1`,
    [accountIds],
  );
  return rows.map(({ accountId }) => accountId);
}
