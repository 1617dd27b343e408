import type { Logger } from '../../services/logger.ts';
import type { Redis } from '../../services/queue/redis-connection.ts';
import { listLatestDigests, type VersionedDigest } from '../../services/storage/account-digests.ts';
import { listStoredCampaigns } from '../../services/storage/campaigns.ts';
import { takeCorrelateState, type CorrelateState } from '../../services/storage/correlate-state.ts';
import type { Pool } from '../../services/storage/pool.ts';
import { listRaisedAccounts } from '../../services/storage/raised-accounts.ts';
import { listTombstones } from '../../services/storage/tombstones.ts';
import type { Correlator } from '../detection/campaigns/correlator.ts';
import type { PartitionView, ReadyTick } from './find-ready-tick.ts';

export interface CorrelateDependencies {
  readonly redis: Redis;
  readonly pool: Pool;
  readonly log: Logger;
  readonly clock: () => number;
  readonly createCorrelator: () => Correlator;
  readonly findReadyTick: (views: readonly PartitionView[], now: number) => ReadyTick;
  readonly partitions: number;
  readonly workerId: string;
  readonly counters: { ticks: number; digests: number; findings: number; campaigns: number };
}

/** One time of being the correlate worker: the correlator, and what of the store it has taken in. */
export interface Correlation {
  readonly correlator: Correlator;
  /** By account: which version of which tick's digest was taken in last. */
  readonly taken: Map<string, { readonly tickAt: number; readonly version: string }>;
  state: CorrelateState;
}

/** Notes a digest as taken in; false when a newer one, or this very one, was before. */
export function takeIn({ taken }: Pick<Correlation, 'taken'>, digest: VersionedDigest): boolean {
  const { accountId, tickAt, version } = digest;
  const before = taken.get(accountId);
  if (before !== undefined) {
    if (before.tickAt > tickAt) return false;
    if (before.tickAt === tickAt && before.version === version) return false;
  }
  taken.set(accountId, { tickAt, version });
  return true;
}

/** Fences the correlate worker before, and puts the correlator where that one's last commit left it. */
export async function openCorrelation({
  pool,
  workerId,
  createCorrelator,
}: CorrelateDependencies): Promise<Correlation> {
  const state = await takeCorrelateState(pool, workerId);
  const correlator = createCorrelator();
  const taken: Correlation['taken'] = new Map();
  const upToTickAt = state.closedTickAt ?? 0;
  const digests = await listLatestDigests(pool, { upToTickAt, horizon: state.horizon });
  for (const digest of digests) takeIn({ taken }, digest);
  const campaigns = await listStoredCampaigns(pool);
  const raised = await listRaisedAccounts(pool, upToTickAt);
  correlator.restore({ campaigns, digests, raised, tombstones: await listTombstones(pool) });
  return { correlator, taken, state };
}
