import t from 'tap';
import { decodeBatch, encodeBatch } from '../../services/queue/batch.ts';
import { createBatchWriter } from '../../services/queue/batch-writer.ts';
import { replayDeadLetters } from '../../services/storage/dead-letters.ts';
import { startStores } from '../support/stores.ts';
import { expectOutcome } from './expected-outcome.ts';
import { startOnOwnStores } from './own-stores.ts';
import { startPipeline, until } from './pipeline.ts';
import { createTraffic, partitions } from './traffic.ts';

const batches = createTraffic();
const half = Math.floor(batches.length / 2);
const expected = await expectOutcome(batches);

await t.test('kill -9 of redis and then of postgres changes nothing', async (t) => {
  const { postgres, redis, pipeline } = await startOnOwnStores(t);
  await pipeline.send(batches.slice(0, half));
  await until('some batches to be applied', async () => (await pipeline.appliedBatches()) > 20);
  await redis.kill();
  await redis.restart();
  await pipeline.send(batches.slice(half, half + 40));
  const before = await pipeline.appliedBatches();
  await postgres.kill();
  await postgres.restart();
  await until('work to go on', async () => (await pipeline.appliedBatches()) > before);
  await pipeline.send(batches.slice(half + 40));
  await pipeline.settle();
  t.same(await pipeline.readOutcome(), expected);
});

await t.test('a batch that cannot be applied', async (t) => {
  const { pool, databaseUrl, redisUrl } = await startStores(t);
  const pipeline = await startPipeline(t, { pool, databaseUrl, redisUrl });
  const poisonAt = 17;
  const poisoned = batches.map((batch, index) =>
    index === poisonAt ? { ...batch, buffer: Buffer.from('no batch at all') } : batch,
  );
  const noJson = encodeBatch({
    receivedAt: Date.now(),
    records: [{ kind: 'event', referenceAt: 0, source: null, line: Buffer.from('{"secret') }],
  });
  await pipeline.send([...poisoned.slice(0, 40), { partition: 0, buffer: noJson }]);
  await pipeline.send(poisoned.slice(40));
  await pipeline.settle();

  const left = batches[poisonAt];
  if (left === undefined) throw new RangeError('the traffic is too small');
  const { rows: letters } = await pool.query<{
    partition: number;
    reason_code: string;
    line: string;
  }>('select partition, reason_code, message as line from dead_letters order by payload');
  t.match(
    letters,
    [
      { partition: 0, reason_code: 'batch_undecodable' },
      { partition: left.partition, reason_code: 'batch_undecodable' },
    ],
    'goes to the dead letters',
  );
  t.notMatch(JSON.stringify(letters), /secret/, 'quotes no record there');
  const others = await pipeline.readOutcome();
  t.same(
    others.requests,
    (await expectOutcome(batches.filter((_, index) => index !== poisonAt))).requests,
    'holds up none of the others',
  );

  await pool.query('update dead_letters set payload = $1 where partition = $2 and records = 0', [
    left.buffer,
    left.partition,
  ]);
  const writer = createBatchWriter({ redis: pipeline.redis, partitions });
  t.equal(await replayDeadLetters(pool, writer.append), 2);
  await pipeline.settle();
  t.same(
    (await pipeline.readOutcome()).requests,
    expected.requests,
    'counts once it is mended and replayed',
  );
  t.equal(await replayDeadLetters(pool, writer.append), 1, 'the other one failed again');
  t.ok(decodeBatch(left.buffer).records.length > 0);
});
