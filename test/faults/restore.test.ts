import t from 'tap';
import { openPool, startOwnRedis, startStores } from '../support/stores.ts';
import { copyTestDatabase, dropTestDatabase } from '../support/test-database.ts';
import { expectOutcome } from './expected-outcome.ts';
import { startPipeline, until, type Pipeline } from './pipeline.ts';
import { createTraffic } from './traffic.ts';

const batches = createTraffic();
const half = Math.floor(batches.length / 2);
const expected = await expectOutcome(batches);

async function endWorkers({ detect, correlate }: Pipeline) {
  await Promise.all([...detect, correlate].map((worker) => worker.end('SIGTERM')));
}

await t.test(
  'a backup in the middle of the traffic, restored on other stores, goes on',
  async (t) => {
    const stores = await startStores(t);
    const pipeline = await startPipeline(t, stores);
    await pipeline.send(batches.slice(0, half));
    await until('some batches to be applied', async () => (await pipeline.appliedBatches()) > 20);
    await endWorkers(pipeline);
    await pipeline.send(batches.slice(half, half + 20));

    const databaseUrl = await copyTestDatabase(stores.databaseUrl);
    t.teardown(() => dropTestDatabase(databaseUrl));
    const redis = await startOwnRedis(t, { backup: stores.redis.dataFolder });
    await stores.redis.kill();
    await dropTestDatabase(stores.databaseUrl);

    const pool = openPool(t, databaseUrl);
    const restored = await startPipeline(t, { pool, databaseUrl, redisUrl: redis.url });
    await restored.send(batches.slice(half + 20));
    await restored.settle();
    t.same(await restored.readOutcome(), expected);
  },
);

await t.test('a queue that is older than the database is not gone on with', async (t) => {
  const stores = await startStores(t);
  const pipeline = await startPipeline(t, stores);
  await pipeline.send(batches.slice(0, half));
  await until('some batches to be applied', async () => (await pipeline.appliedBatches()) > 20);
  await endWorkers(pipeline);
  const empty = await startOwnRedis(t);
  const { pool, databaseUrl } = stores;
  const { rows: before } = await pool.query('select * from alerts order by alert_id');
  const wrong = await startPipeline(t, { pool, databaseUrl, redisUrl: empty.url });
  await until('a detect worker to end', () =>
    wrong.detect.some(({ child }) => child.exitCode === 1),
  );
  const { rows: after } = await pool.query('select * from alerts order by alert_id');
  t.same(after, before);
});
