import { hash, randomBytes, randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';

export const keyScopes = ['ingest', 'enforcement', 'api'] as const;
export type KeyScope = (typeof keyScopes)[number];

export interface ApiKey {
  readonly apiKeyId: string;
  readonly scope: KeyScope;
  /** Fills `source` of events that carry none. */
  readonly source: string | null;
  readonly name: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

export interface NewApiKey {
  /** The secret itself, from `createSecretKey`; only its hash is stored. */
  readonly key: string;
  readonly scope: KeyScope;
  readonly name: string;
  readonly source?: string | null;
}

const columns = `api_key_id as "apiKeyId", scope, source, name,
  created_at as "createdAt", revoked_at as "revokedAt"`;

/** A new secret: `sw_<scope>_<random>`, 192 bits, so that an unsalted hash is safe to look it up by. */
export function createSecretKey(scope: KeyScope): string {
  return `sw_${scope}_${randomBytes(24).toString('base64url')}`;
}

export function hashSecretKey(key: string): Buffer {
  // In one go: an object of its own for each hash makes every collection of the young longer, and this is once a request.
  return hash('sha256', key, 'buffer');
}

/** Stores the hash of a key. A key that is stored already keeps its row, revoked or not. Returns the stored row. */
export async function insertApiKey(client: Pool | PoolClient, given: NewApiKey): Promise<ApiKey> {
  const { rows } = await client.query<ApiKey>(
    `insert into api_keys (api_key_id, key_sha256, scope, source, name)
     values ($1, $2, $3, $4, $5)
     on conflict (key_sha256) do update set key_sha256 = excluded.key_sha256
     returning ${columns}`,
    [randomUUID(), hashSecretKey(given.key), given.scope, given.source ?? null, given.name],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('insert into api_keys returned no row');
  return row;
}

/** A revoked key is found too: the caller tells it from an unknown one. */
export async function findApiKeyByHash(
  client: Pool | PoolClient,
  keySha256: Buffer,
): Promise<ApiKey | undefined> {
  const { rows } = await client.query<ApiKey>(
    `select ${columns} from api_keys where key_sha256 = $1`,
    [keySha256],
  );
  return rows[0];
}

export async function findApiKey(
  client: Pool | PoolClient,
  apiKeyId: string,
): Promise<ApiKey | undefined> {
  const { rows } = await client.query<ApiKey>(
    `select ${columns} from api_keys where api_key_id = $1`,
    [apiKeyId],
  );
  return rows[0];
}

/** False when there is no such key or it was revoked before; the first revocation's time stays. */
export async function revokeApiKey(client: Pool | PoolClient, apiKeyId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'update api_keys set revoked_at = now() where api_key_id = $1 and revoked_at is null',
    [apiKeyId],
  );
  return rowCount === 1;
}

/** Newest first, revoked ones included. */
export async function listApiKeys(client: Pool | PoolClient): Promise<ApiKey[]> {
  const { rows } = await client.query<ApiKey>(
    `select ${columns} from api_keys order by created_at desc, api_key_id`,
  );
  return rows;
}
