import type { Pool, PoolClient } from './pool.ts';
import { inTransaction } from './transaction.ts';

/** What a gateway said of a key before anything here restricted it. */
export interface KeyBefore {
  readonly blocked: boolean;
  /** Requests and tokens a minute; null for no limit. */
  readonly rpmLimit: number | null;
  readonly tpmLimit: number | null;
}

/** What a message is about, at one endpoint. */
export interface KeyTarget {
  readonly endpointId: string;
  readonly scope: string;
  readonly value: string;
}

export type KeyRestriction = 'ban' | 'throttle';

export interface HeldKey {
  /** The strictest of all targets that the key belongs to; null for none. */
  readonly strictest: KeyRestriction | null;
  /** Null until it was written down. */
  readonly before: KeyBefore | null;
}

// Whoever takes a hold and whoever forgets the last one must see each other.
const lockKey = (client: PoolClient, endpointId: string, key: string) =>
  client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `key_holds ${endpointId} ${key}`,
  ]);

/** The keys that a target restricts at the endpoint, or restricted and was not lifted to the end. */
export async function listHeldKeys(pool: Pool, target: KeyTarget): Promise<string[]> {
  const { rows } = await pool.query<{ key: string }>(
    'select key from key_holds where endpoint_id = $1 and scope = $2 and value = $3 order by key',
    [target.endpointId, target.scope, target.value],
  );
  return rows.map(({ key }) => key);
}

/** How a key is to stand by all that restricts it. */
export async function readHeldKey(pool: Pool, endpointId: string, key: string): Promise<HeldKey> {
  const { rows } = await pool.query<HeldKey>(
    // By its name `ban` is the lesser of the two.
    `select (select min(restriction) from key_holds where endpoint_id = $1 and key = $2) as strictest,
       (select before from held_keys where endpoint_id = $1 and key = $2) as before`,
    [endpointId, key],
  );
  return rows[0] ?? { strictest: null, before: null };
}

/** Writes down that a target restricts a key, or with null that it does no more. */
export async function upsertKeyHold(
  pool: Pool,
  { endpointId, scope, value }: KeyTarget,
  { key, restriction }: { readonly key: string; readonly restriction: KeyRestriction | null },
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await lockKey(client, endpointId, key);
    await client.query(
      `insert into key_holds (endpoint_id, key, scope, value, restriction) values ($1, $2, $3, $4, $5)
       on conflict (endpoint_id, key, scope, value) do update set restriction = excluded.restriction`,
      [endpointId, key, scope, value, restriction],
    );
  });
}

/** Writes down how a key was, unless that stands already: then it is restricted by now and says nothing. */
export async function insertKeyBefore(
  pool: Pool,
  { endpointId, key }: { readonly endpointId: string; readonly key: string },
  before: KeyBefore,
): Promise<void> {
  await pool.query(
    'insert into held_keys (endpoint_id, key, before) values ($1, $2, $3) on conflict do nothing',
    [endpointId, key, JSON.stringify(before)],
  );
}

/** Forgets that a target restricted a key, and how the key was when nothing restricts it any more. */
export async function deleteKeyHold(
  pool: Pool,
  { endpointId, scope, value }: KeyTarget,
  key: string,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await lockKey(client, endpointId, key);
    await client.query(
      `delete from key_holds where endpoint_id = $1 and key = $2 and scope = $3 and value = $4
         and restriction is null`,
      [endpointId, key, scope, value],
    );
    await client.query(
      `delete from held_keys where endpoint_id = $1 and key = $2
         and not exists (select 1 from key_holds where endpoint_id = $1 and key = $2)`,
      [endpointId, key],
    );
  });
}
