import { setTimeout as pass } from 'node:timers/promises';
import t from 'tap';
import { waitUntil } from '../../services/runtime/wait-until.ts';
import { spawnRole } from '../support/spawn-role.ts';
import { startStores } from '../support/stores.ts';
import { expectOutcome } from './expected-outcome.ts';
import { startOnOwnStores } from './own-stores.ts';
import { startPipeline, until, type Pipeline } from './pipeline.ts';
import { createTraffic } from './traffic.ts';

/** How long a store is away: several leases here, a minute when it is tried by hand. */
const awayMs = Number(process.env['AWAY_SECONDS'] ?? 6) * 1_000;
/** Longer than that a worker would end, to be started again by whoever started it. */
const lease = { LEASE_MS: String(Math.max(1_500, awayMs / 10)) };
const recoveryMs = 30_000;

const batches = createTraffic();
const third = Math.floor(batches.length / 3);
const expected = await expectOutcome(batches);

/** True when batches are applied again in time; before the call nothing can have been. */
function recovers({ appliedBatches }: Pipeline, before: number): Promise<boolean> {
  const look = () =>
    appliedBatches().then(
      (applied) => applied > before,
      () => false,
    );
  return waitUntil(look, { deadlineMs: recoveryMs });
}

await t.test('postgres away for several leases changes nothing', async (t) => {
  const { postgres, pipeline } = await startOnOwnStores(t, lease);
  await pipeline.send(batches.slice(0, third));
  await until('some batches to be applied', async () => (await pipeline.appliedBatches()) > 10);
  const before = await pipeline.appliedBatches();
  await postgres.kill();
  // Redis goes on taking what comes.
  await pipeline.send(batches.slice(third, 2 * third));
  await pass(awayMs);
  await postgres.restart();
  t.ok(await recovers(pipeline, before), 'goes on within 30 s');
  await pipeline.send(batches.slice(2 * third));
  await pipeline.settle();
  t.same(await pipeline.readOutcome(), expected);
});

await t.test('redis away for several leases, then frozen as long, changes nothing', async (t) => {
  const { redis, pipeline } = await startOnOwnStores(t, lease);
  await pipeline.send(batches.slice(0, third));
  await until('some batches to be applied', async () => (await pipeline.appliedBatches()) > 10);
  await redis.kill();
  await pass(awayMs);
  const away = await pipeline.appliedBatches();
  await redis.restart();
  await pipeline.send(batches.slice(third, 2 * third));
  t.ok(await recovers(pipeline, away), 'goes on within 30 s');
  process.kill(redis.pid(), 'SIGSTOP');
  await pass(awayMs);
  process.kill(redis.pid(), 'SIGCONT');
  await pipeline.send(batches.slice(2 * third));
  await pipeline.settle();
  t.same(await pipeline.readOutcome(), expected);
});

await t.test('six owners that start at once and go again change nothing', async (t) => {
  const { pool, databaseUrl, redisUrl } = await startStores(t);
  const pipeline = await startPipeline(t, { pool, databaseUrl, redisUrl });
  await pipeline.send(batches.slice(0, third));
  const more = Array.from({ length: 4 }, () => spawnRole(t, 'detect', pipeline.settings));
  await pipeline.send(batches.slice(third, 2 * third));
  await until('some batches to be applied', async () => (await pipeline.appliedBatches()) > third);
  await Promise.all(more.slice(0, 2).map(({ end }) => end('SIGKILL')));
  await Promise.all(more.slice(2).map(({ end }) => end('SIGTERM')));
  await pipeline.send(batches.slice(2 * third));
  await pipeline.settle();
  t.same(await pipeline.readOutcome(), expected);
});
