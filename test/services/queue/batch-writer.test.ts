import { Queue } from 'bullmq';
import t from 'tap';
import { encodeBatch } from '../../../services/queue/batch.ts';
import { createBatchWriter } from '../../../services/queue/batch-writer.ts';
import { batchKey, partitionTag } from '../../../services/queue/keys.ts';
import { createQueueDepth, readSequences } from '../../../services/queue/queue-depth.ts';
import {
  assertSafeRedis,
  connectProducer,
  connectWorker,
  whenReady,
} from '../../../services/queue/redis-connection.ts';
import { startOwnRedis } from '../../support/stores.ts';

await t.test('the batch writer', async (t) => {
  const handle = await startOwnRedis(t);
  const redis = connectProducer(handle.url);
  await whenReady(redis);
  t.teardown(() => {
    redis.disconnect();
  });
  const writer = createBatchWriter({ redis, partitions: 4 });
  const buffer = encodeBatch({
    receivedAt: 7,
    records: [{ kind: 'event', referenceAt: 7, source: null, line: Buffer.from([0, 255, 13]) }],
  });

  await t.test(
    'numbers the batches of a partition without gaps and keeps their bytes',
    async (t) => {
      const given = await Promise.all([1, 2, 3].map(() => writer.append(2, buffer)));
      t.same(given.sort(), [1, 2, 3]);
      t.same(await readSequences(redis, 4), [0, 0, 3, 0]);
      t.same(await redis.getBuffer(batchKey(2, 3)), buffer);
      t.equal(await createQueueDepth({ redis, partitions: 4 })(), 3);
    },
  );

  await t.test('adds a job that names each batch', async (t) => {
    await writer.append(1, buffer);
    await writer.close();
    const queue = new Queue('apply-batch', { connection: redis, prefix: partitionTag(2) });
    const jobs = await queue.getWaiting();
    t.same(jobs.map((job) => job.id).sort(), ['batch-1', 'batch-2', 'batch-3']);
    t.same(jobs.find((job) => job.id === 'batch-2')?.data, { partition: 2, sequence: 2 });
    await queue.close();
  });

  await t.test('says at once that redis is away', async (t) => {
    await handle.kill();
    await t.rejects(writer.append(0, buffer));
    await handle.restart();
    await whenReady(redis);
    t.same(await readSequences(redis, 4), [0, 1, 3, 0]);
  });

  await t.test('a redis that may evict is refused', async (t) => {
    const worker = connectWorker(handle.url);
    t.teardown(() => {
      worker.disconnect();
    });
    await assertSafeRedis(worker);
    await worker.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await t.rejects(assertSafeRedis(worker), { code: 'eviction_policy_unsafe' });
  });
});
