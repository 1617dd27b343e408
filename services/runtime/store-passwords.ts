import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readJson, writeSecretJson, type InstanceHome } from './instance-home.ts';

const storePasswords = z.object({ postgres: z.string(), redis: z.string() });
export type StorePasswords = z.output<typeof storePasswords>;

/** The passwords of the embedded stores, made once. They listen on the loopback only, which other users share. */
export async function ensureStorePasswords(home: InstanceHome): Promise<StorePasswords> {
  const present = await readJson(home.secretsFile);
  if (present !== undefined) return storePasswords.parse(present);
  const made = {
    postgres: randomBytes(18).toString('hex'),
    redis: randomBytes(18).toString('hex'),
  };
  await writeSecretJson(home.secretsFile, made);
  return made;
}
