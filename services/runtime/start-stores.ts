import type { RuntimeEnv } from '../../config/env.ts';
import { planPostgres, planRedis, type PlannedStore } from './embedded-stores.ts';
import type { InstanceHome } from './instance-home.ts';
import type { ServiceGroup } from './service-group.ts';
import { ensureStorePasswords } from './store-passwords.ts';

export interface StoreUrls {
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

interface StoresSetup {
  readonly env: RuntimeEnv;
  readonly home: InstanceHome;
  readonly group: ServiceGroup;
  say(line: string): void;
}

/** The stores that the settings name, and embedded ones for those that they do not. */
export async function startStores({ env, home, group, say }: StoresSetup): Promise<StoreUrls> {
  const passwords = await ensureStorePasswords(home);
  const run = async (planned: Promise<PlannedStore>): Promise<string> => {
    const { service, url } = await planned;
    await group.run(service);
    return url;
  };
  // Both are awaited whatever the other does: a store that starts late must not outlive a failed start.
  const [database, redis] = await Promise.allSettled([
    env.databaseUrl ?? run(planPostgres({ home, say, password: passwords.postgres })),
    env.redisUrl ?? run(planRedis({ home, say, password: passwords.redis })),
  ]);
  if (database.status === 'rejected') throw database.reason;
  if (redis.status === 'rejected') throw redis.reason;
  return { databaseUrl: database.value, redisUrl: redis.value };
}
