import t from 'tap';
import { waitUntil } from '../../services/runtime/wait-until.ts';
import { openPool, startOwnPostgres, startOwnRedis, startStores } from '../support/stores.ts';
import { expectOutcome } from './expected-outcome.ts';
import { startPipeline } from './pipeline.ts';
import { startSlowLink } from './slow-link.ts';
import { createTraffic } from './traffic.ts';

const batches = createTraffic();
const expected = await expectOutcome(batches);

await t.test('a PostgreSQL that takes 100 ms for each answer changes nothing', async (t) => {
  const { pool, databaseUrl, redisUrl } = await startStores(t);
  const slow = await startSlowLink(t, databaseUrl, 50);
  const pipeline = await startPipeline(t, { pool, databaseUrl: slow, redisUrl });
  await pipeline.send(batches);
  await pipeline.settle();
  t.same(await pipeline.readOutcome(), expected);
});

await t.test('a disk that is full under Redis loses nothing acknowledged', async (t) => {
  const { databaseUrl } = await startOwnPostgres(t);
  let fileLimit: number | undefined = 4_000_000;
  const redis = await startOwnRedis(t, { fileLimit: () => fileLimit });
  const stores = { pool: openPool(t, databaseUrl), databaseUrl, redisUrl: redis.url };
  const pipeline = await startPipeline(t, stores);
  const sending = pipeline.send(batches);
  const isGone = () => {
    try {
      return !process.kill(redis.pid(), 0);
    } catch {
      return true;
    }
  };
  t.ok(await waitUntil(isGone, { deadlineMs: 60_000 }), 'Redis ends rather than answer for it');
  t.ok((await pipeline.appliedBatches()) < batches.length);
  fileLimit = undefined;
  await redis.restart();
  await sending;
  await pipeline.settle();
  t.same(await pipeline.readOutcome(), expected);
});
