import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { z } from 'zod';
import { createSecretKey, insertApiKey, keyScopes } from '../storage/api-keys.ts';
import { insertStaffUser, updateStaffPassword } from '../storage/staff-users.ts';
import { readJson, writeSecretJson, type InstanceHome } from './instance-home.ts';

const credentials = z.object({
  admin: z.object({ email: z.string(), password: z.string() }),
  keys: z.object({ ingest: z.string(), enforcement: z.string(), api: z.string() }),
});

/** The content of credentials.json. */
export type Credentials = z.output<typeof credentials>;

function createCredentials(): Credentials {
  return {
    admin: { email: 'admin@stillwatch.local', password: randomBytes(15).toString('base64url') },
    keys: {
      ingest: createSecretKey('ingest'),
      enforcement: createSecretKey('enforcement'),
      api: createSecretKey('api'),
    },
  };
}

async function storeCredentials(pool: Pool, { admin, keys }: Credentials): Promise<void> {
  for (const scope of keyScopes) {
    await insertApiKey(pool, { key: keys[scope], scope, name: `embedded ${scope}` });
  }
  await insertStaffUser(pool, { ...admin, role: 'admin' });
}

/**
 * The credentials of an embedded instance: made once, kept in its home, and put into the database at every start,
 * which changes nothing when they are there (a key that was revoked stays revoked, a changed password changed).
 */
export async function ensureCredentials(home: InstanceHome, pool: Pool): Promise<Credentials> {
  const present = await readJson(home.credentialsFile);
  if (present !== undefined) {
    const held = credentials.parse(present);
    await storeCredentials(pool, held);
    return held;
  }
  const made = createCredentials();
  await writeSecretJson(home.credentialsFile, made);
  await storeCredentials(pool, made);
  // A database that outlived its home knows the address with another password; the file must tell the truth.
  await updateStaffPassword(pool, made.admin.email, made.admin.password);
  return made;
}
