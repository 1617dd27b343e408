import { once } from 'node:events';
import t from 'tap';
import type { AppError } from '../../services/errors.ts';
import { connectWorker } from '../../services/queue/redis-connection.ts';
import { listWorkers } from '../../services/queue/worker-registry.ts';
import { waitUntil } from '../../services/runtime/wait-until.ts';
import { createReporter } from '../../workers/create-reporter.ts';
import { spawnRole } from '../support/spawn-role.ts';
import { startStores } from '../support/stores.ts';

const { databaseUrl, redisUrl, redis: server } = await startStores(t);
const redis = connectWorker(redisUrl);
t.teardown(() => {
  redis.disconnect();
});
const counters = { done: 3 };

function start(leaseMs: number) {
  const fatal: AppError[] = [];
  const onFatal = (error: AppError) => void fatal.push(error);
  const own = { role: 'deliver' as const, workerId: 'one', leaseMs, counters };
  return { fatal, report: createReporter({ redis, ...own, onFatal }) };
}

await t.test('a worker that reports is on the list until it says goodbye', async (t) => {
  const { fatal, report } = start(60_000);
  t.same(await report(true), ['one']);
  t.match(await listWorkers(redis, 'deliver'), [{ workerId: 'one', counters, partitions: [] }]);
  t.same(await report(false), []);
  t.same(fatal, []);
});

await t.test('a worker whose work has not moved for long is ended', async (t) => {
  const { fatal, report } = start(1_000);
  await report(true, { partitions: [1], progressAt: Date.now() - 20_000 });
  t.same(fatal, []);
  await report(true, { partitions: [1], progressAt: Date.now() - 30_000 });
  t.match(fatal, [{ code: 'worker_stuck', message: /does not get on/ }]);
  await report(false);
});

async function untilListed(id: string, role: 'detect' | 'deliver'): Promise<void> {
  const isListed = async () =>
    (await listWorkers(redis, role)).some(({ workerId }) => workerId === id);
  if (!(await waitUntil(isListed, { deadlineMs: 30_000 }))) throw new Error(`${id} did not start`);
}

for (const role of ['detect', 'deliver'] as const) {
  await t.test(
    `a ${role} worker that does not reach Redis for long ends, to be started again`,
    async (t) => {
      const settings = {
        ...{ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, LEASE_MS: '200' },
        WEBHOOK_KEY: Buffer.alloc(32, 1).toString('base64'),
      };
      const worker = spawnRole(t, role, settings);
      await untilListed(worker.workerId, role);
      process.kill(server.pid(), 'SIGSTOP');
      t.teardown(() => process.kill(server.pid(), 'SIGCONT'));
      await once(worker.child, 'exit');
      t.equal(worker.child.exitCode, 1);
      process.kill(server.pid(), 'SIGCONT');
      const next = spawnRole(t, role, settings);
      await untilListed(next.workerId, role);
      t.equal(await next.end('SIGTERM'), 0);
    },
  );
}
