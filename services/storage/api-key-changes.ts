import { AppError } from '../errors.ts';
import {
  createSecretKey,
  findApiKey,
  insertApiKey,
  revokeApiKey,
  type ApiKey,
  type NewApiKey,
} from './api-keys.ts';
import { insertAuditEntry } from './audit-entries.ts';
import type { Pool, PoolClient } from './pool.ts';
import { inTransaction } from './transaction.ts';

export interface CreatedApiKey {
  readonly stored: ApiKey;
  /** In clear, known to nobody afterwards. */
  readonly secret: string;
}

interface KeyAct {
  readonly actor: string;
  readonly action: string;
  readonly stored: ApiKey;
}

/** The name of a key is free text and stays out of the trail, which nothing is erased from. */
async function audit(client: PoolClient, { actor, action, stored }: KeyAct) {
  const subject = { subjectKind: 'api_key', subjectId: `key:${stored.apiKeyId}` };
  await insertAuditEntry(client, { actor, action, ...subject, detail: { scope: stored.scope } });
}

/** Makes a key and stores its hash. */
export async function createApiKey(
  pool: Pool,
  actor: string,
  given: Omit<NewApiKey, 'key'>,
): Promise<CreatedApiKey> {
  const secret = createSecretKey(given.scope);
  return inTransaction(pool, async (client) => {
    const stored = await insertApiKey(client, { ...given, key: secret });
    await audit(client, { actor, action: 'api_key_created', stored });
    return { stored, secret };
  });
}

/** Running services notice within seconds. A key that was revoked before stays as it was. Throws not_found. */
export async function endApiKey(pool: Pool, actor: string, apiKeyId: string): Promise<ApiKey> {
  return inTransaction(pool, async (client) => {
    const isRevoked = await revokeApiKey(client, apiKeyId);
    const stored = await findApiKey(client, apiKeyId);
    if (stored === undefined) throw new AppError('not_found', 'There is no such key.');
    if (isRevoked) await audit(client, { actor, action: 'api_key_revoked', stored });
    return stored;
  });
}
