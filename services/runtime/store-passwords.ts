import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readJson, writeSecretJson, type InstanceHome } from './instance-home.ts';

const storePasswords = z.object({
  postgres: z.string(),
  redis: z.string(),
  /** What the keys that sign webhooks are derived from, in base64. Homes of before it have none. */
  webhook: z.string().optional(),
});
export type StorePasswords = Readonly<Record<'postgres' | 'redis' | 'webhook', string>>;

/** The secrets of an embedded instance, made once. They listen on the loopback only, which other users share. */
export async function ensureStorePasswords(home: InstanceHome): Promise<StorePasswords> {
  const present = await readJson(home.secretsFile);
  const held = present === undefined ? undefined : storePasswords.parse(present);
  if (held?.webhook !== undefined) return { ...held, webhook: held.webhook };
  const made = {
    postgres: held?.postgres ?? randomBytes(18).toString('hex'),
    redis: held?.redis ?? randomBytes(18).toString('hex'),
    webhook: randomBytes(32).toString('base64'),
  };
  await writeSecretJson(home.secretsFile, made);
  return made;
}
