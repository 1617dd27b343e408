import { readProfiles } from '../../services/queue/partition-store.ts';
import type { Redis } from '../../services/queue/redis-connection.ts';
import type { PartitionEngine } from '../detection/engine.ts';

/** Profiles read at once: 2 MB or so. */
const most = 1_000;

interface Wanted {
  readonly partition: number;
  readonly accountIds: Iterable<string>;
}

/** Brings the stored profiles of these accounts into the engine's memory, those apart that it holds. */
export async function loadProfiles(
  redis: Redis,
  engine: PartitionEngine,
  { partition, accountIds }: Wanted,
): Promise<void> {
  const missing = [...accountIds].filter((accountId) => !engine.isLoaded(accountId));
  for (let start = 0; start < missing.length; start += most) {
    const ids = missing.slice(start, start + most);
    const profiles = await readProfiles(redis, partition, ids);
    for (const [index, accountId] of ids.entries()) {
      engine.load(accountId, profiles[index] ?? null);
    }
  }
}
