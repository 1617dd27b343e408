import type { Pool, PoolClient } from './pool.ts';

/** What people call the actors of histories: the address of a person, the name of a key. Others have no name. */
export async function listActorNames(
  client: Pool | PoolClient,
  actors: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ actor: string; name: string }>(
    `select 'staff:' || staff_user_id as actor, email as name from staff_users
       where 'staff:' || staff_user_id = any($1)
     union all select 'key:' || api_key_id, 'key ' || name from api_keys where 'key:' || api_key_id = any($1)`,
    [[...new Set(actors)]],
  );
  return new Map(rows.map(({ actor, name }) => [actor, name]));
}
