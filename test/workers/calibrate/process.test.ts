import t from 'tap';
import { waitUntil } from '../../../services/runtime/wait-until.ts';
import { connectWorker } from '../../../services/queue/redis-connection.ts';
import { listWorkers } from '../../../services/queue/worker-registry.ts';
import { upsertAccountDigests } from '../../../services/storage/account-digests.ts';
import { findNewestBaselineVersion } from '../../../services/storage/baselines.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import { encodeDigest } from '../../../workers/detection/campaigns/digest-codec.ts';
import { spawnRole } from '../../support/spawn-role.ts';
import { startStores } from '../../support/stores.ts';
import { firstTickAt, profileOf, questionsOf } from '../detection/campaigns/traffic.ts';

await t.test(
  'the calibrate worker learns the day that is reached, and ends in order',
  async (t) => {
    const { pool, databaseUrl, redisUrl } = await startStores(t);
    const redis = connectWorker(redisUrl);
    t.teardown(() => {
      redis.disconnect();
    });
    const profile = profileOf({ accountId: 'a', prompts: questionsOf(1, 30) });
    profile.lastAt = profile.firstAt + 86_400_000;
    const digest = { accountId: 'a', tickAt: firstTickAt, bytes: encodeDigest(profile, 0) };
    await inTransaction(pool, (client) => upsertAccountDigests(client, [digest]));
    const reached = 'update correlate_state set closed_tick_at = to_timestamp($1::float8 / 1000)';
    await pool.query(reached, [firstTickAt]);

    const settings = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, LEASE_MS: '3000' };
    const worker = spawnRole(t, 'calibrate', settings);
    const isLearned = async () => (await findNewestBaselineVersion(pool)) === '2026-05-04';
    t.ok(await waitUntil(isLearned, { deadlineMs: 60_000 }));
    t.match(await listWorkers(redis, 'calibrate'), [{ workerId: worker.workerId }]);
    t.equal(await worker.end('SIGTERM'), 0);
    t.same(await listWorkers(redis, 'calibrate'), []);
  },
);
