import { Queue } from 'bullmq';
import type { Pool } from 'pg';
import { jobNames } from '../../services/contracts/jobs.ts';
import { createBatchWriter } from '../../services/queue/batch-writer.ts';
import { partitionKeys, partitionTag } from '../../services/queue/keys.ts';
import { readSequences } from '../../services/queue/queue-depth.ts';
import { connectProducer, whenReady, type Redis } from '../../services/queue/redis-connection.ts';
import { waitUntil } from '../../services/runtime/wait-until.ts';
import { listStoredCampaigns } from '../../services/storage/campaigns.ts';
import { listPartitionLeases } from '../../services/storage/partition-leases.ts';
import { decodeProfile } from '../../workers/detection/profile/profile-codec.ts';
import { isSettled } from '../../workers/is-settled.ts';
import { spawnRole, type RoleProcess } from '../support/spawn-role.ts';
import type { Teardown } from '../support/temp-folder.ts';
import { showCampaign, showFinding, type Outcome } from './expected-outcome.ts';
import { partitions, type TrafficBatch } from './traffic.ts';

export interface Pipeline {
  readonly pool: Pool;
  readonly redis: Redis;
  readonly detect: readonly RoleProcess[];
  readonly correlate: RoleProcess;
  readonly settings: Readonly<Record<string, string>>;
  /** Appends batches in order; each is tried until it is acknowledged. */
  send(batches: readonly TrafficBatch[]): Promise<void>;
  appliedBatches(): Promise<number>;
  /** Waits until everything has been applied and correlated. */
  settle(): Promise<void>;
  readOutcome(): Promise<Outcome>;
  /** Wake-up jobs over all partitions, by state. */
  countJobs(): Promise<Record<'waiting' | 'active' | 'failed' | 'completed', number>>;
}

interface Stores {
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

/** Polls until it holds; a failing look counts as not yet. */
export async function until(what: string, isTrue: () => Promise<boolean> | boolean): Promise<void> {
  const look = async () => {
    try {
      return await isTrue();
    } catch {
      return false;
    }
  };
  if (!(await waitUntil(look, { deadlineMs: 90_000 }))) throw new Error(`timed out: ${what}`);
}

async function readRequests(redis: Redis): Promise<Map<string, number>> {
  const requests = new Map<string, number>();
  for (let partition = 0; partition < partitions; partition += 1) {
    const profiles = await redis.hgetallBuffer(partitionKeys(partition).profiles);
    for (const [accountId, bytes] of Object.entries(profiles))
      requests.set(accountId, decodeProfile(bytes).counters.requests);
  }
  return requests;
}

async function readFindings(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<Parameters<typeof showFinding>[0]>(
    'select subject_kind, subject_id, level, reasons from alerts',
  );
  return rows.map(showFinding).sort();
}

async function readCampaigns(pool: Pool): Promise<string[]> {
  const campaigns = await listStoredCampaigns(pool);
  return campaigns
    .filter(({ mergedInto }) => mergedInto === null)
    .map(({ campaignId, level, members }) => {
      return showCampaign(
        campaignId,
        level,
        members.map(({ accountId }) => accountId),
      );
    })
    .sort();
}

async function countJobs(redis: Redis) {
  const counts = { waiting: 0, active: 0, failed: 0, completed: 0 };
  for (let partition = 0; partition < partitions; partition += 1) {
    const prefix = partitionTag(partition);
    const queue = new Queue(jobNames.applyBatch, { connection: redis, prefix });
    const found = await queue.getJobCounts('waiting', 'active', 'failed', 'completed');
    counts.waiting += found['waiting'] ?? 0;
    counts.active += found['active'] ?? 0;
    counts.failed += found['failed'] ?? 0;
    counts.completed += found['completed'] ?? 0;
    await queue.close();
  }
  return counts;
}

async function connect(t: Teardown, { redisUrl }: Stores) {
  const redis = connectProducer(redisUrl);
  await whenReady(redis);
  const writer = createBatchWriter({ redis, partitions });
  t.teardown(() => {
    redis.disconnect();
  });
  const sendOne = ({ partition, buffer }: TrafficBatch) =>
    until('a batch to be acknowledged', async () => (await writer.append(partition, buffer)) > 0);
  return { redis, sendOne };
}

/** Two detect workers and a correlate worker as processes, on the given stores. */
export async function startPipeline(
  t: Teardown,
  stores: Stores,
  overrides: Readonly<Record<string, string>> = {},
): Promise<Pipeline> {
  const { pool, databaseUrl, redisUrl } = stores;
  const { redis, sendOne } = await connect(t, stores);
  const urls = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, PARTITIONS: String(partitions) };
  // Flushes close a tick early, so they must not happen while a fault holds up the traffic.
  const pace = { LEASE_MS: '1500', IDLE_FLUSH_MS: '5000', COMMIT_MAX_BATCHES: '3' };
  const settings = { ...urls, ...pace, ...overrides };
  const detect = [spawnRole(t, 'detect', settings), spawnRole(t, 'detect', settings)];
  const correlate = spawnRole(t, 'correlate', settings);
  return {
    ...{ pool, redis, settings, detect, correlate },
    send: async (batches) => {
      for (const batch of batches) await sendOne(batch);
    },
    appliedBatches: async () => {
      const leases = await listPartitionLeases(pool);
      return leases.reduce((sum, lease) => sum + lease.appliedSequence, 0);
    },
    settle: () =>
      until('everything to settle', async () => {
        const sequences = await readSequences(redis, partitions);
        return sequences.some((sequence) => sequence > 0) && isSettled(pool, redis);
      }),
    countJobs: () => countJobs(redis),
    readOutcome: async () => ({
      findings: await readFindings(pool),
      campaigns: await readCampaigns(pool),
      requests: await readRequests(redis),
    }),
  };
}
