import t from 'tap';
import { startStores } from '../support/stores.ts';
import { spawnRole } from '../support/spawn-role.ts';
import { countRequests, expectOutcome } from './expected-outcome.ts';
import { startPipeline, until } from './pipeline.ts';
import { createTraffic, partitions } from './traffic.ts';

const batches = createTraffic();
const half = Math.floor(batches.length / 2);
const expected = await expectOutcome(batches);

await t.test('the expected outcome counts every event once and shows extraction', async (t) => {
  t.same(expected.requests, countRequests(batches));
  t.ok(expected.findings.length > 10);
  t.ok(expected.campaigns.length > 0);
});

await t.test('an undisturbed run', async (t) => {
  const pipeline = await startPipeline(t, await startStores(t));
  await pipeline.send(batches);
  await pipeline.settle();
  t.same(await pipeline.readOutcome(), expected, 'leads to what the pure code says');

  await pipeline.send(batches);
  await pipeline.settle();
  t.same(await pipeline.readOutcome(), expected, 'stays the same when everything is sent twice');

  await until('the wake-up jobs to be done', async () => {
    const { waiting, active } = await pipeline.countJobs();
    return waiting + active === 0;
  });
  const { failed, completed } = await pipeline.countJobs();
  t.equal(failed, 0, 'no wake-up job fails');
  t.ok(completed > 0 && completed <= 100 * partitions, 'few of the finished ones are kept');
  for (const worker of [...pipeline.detect, pipeline.correlate]) {
    t.equal(await worker.end('SIGTERM'), 0, 'a worker that is asked to stop ends with 0');
  }
});

await t.test(
  'kill -9 of a detect worker and of the correlate worker in the middle changes nothing',
  async (t) => {
    const pipeline = await startPipeline(t, await startStores(t));
    await pipeline.send(batches.slice(0, half));
    await until('some batches to be applied', async () => (await pipeline.appliedBatches()) > 20);
    t.equal(
      await pipeline.detect[1]?.end('SIGTERM'),
      0,
      'a worker that is asked to stop at work ends with 0',
    );
    await pipeline.detect[0]?.end('SIGKILL');
    await pipeline.correlate.end('SIGKILL');
    spawnRole(t, 'detect', pipeline.settings);
    spawnRole(t, 'correlate', pipeline.settings);
    await pipeline.send(batches.slice(half));
    await pipeline.settle();
    t.same(await pipeline.readOutcome(), expected);
  },
);

await t.test('an owner that sleeps past its lease and wakes up changes nothing', async (t) => {
  const pipeline = await startPipeline(t, await startStores(t));
  const [sleeper, other] = pipeline.detect;
  await pipeline.send(batches.slice(0, half));
  await until('some batches to be applied', async () => (await pipeline.appliedBatches()) > 20);
  sleeper?.signal('SIGSTOP');
  const owners = async () => {
    const { rows } = await pipeline.pool.query<{ owner: string }>(
      'select distinct owner from partition_leases',
    );
    return rows.map(({ owner }) => owner);
  };
  await until('another to take over', async () => {
    const [owner, ...rest] = await owners();
    return owner === other?.workerId && rest.length === 0;
  });
  await pipeline.send(batches.slice(half, half + 20));
  sleeper?.signal('SIGCONT');
  await pipeline.send(batches.slice(half + 20));
  await pipeline.settle();
  t.same(await pipeline.readOutcome(), expected);
});
