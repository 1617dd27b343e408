import t from 'tap';
import { checkRedis } from '../../../services/cli/doctor/check-redis.ts';
import { createBatchWriter } from '../../../services/queue/batch-writer.ts';
import { batchKey } from '../../../services/queue/keys.ts';
import { countPending, readSequences } from '../../../services/queue/queue-depth.ts';
import {
  assertSafeRedis,
  connectOnce,
  connectProducer,
  pingAll,
  serversOf,
  whenReady,
} from '../../../services/queue/redis-connection.ts';
import { startCluster } from '../../support/start-cluster.ts';

const partitions = 8;
const cluster = await startCluster(t);
const redis = connectProducer(cluster.url);
t.teardown(() => {
  redis.disconnect();
});
await whenReady(redis);
const writer = createBatchWriter({ redis, partitions });
t.teardown(() => writer.close());

/** Sends the signal to every replica. */
function signalReplicas(name: NodeJS.Signals): void {
  for (const replica of cluster.replicas) process.kill(replica.pid(), name);
}

await t.test('partitions lie on all servers, and each is read where it lies', async (t) => {
  for (let partition = 0; partition < partitions; partition += 1)
    t.equal(await writer.append(partition, Buffer.from(`batch ${String(partition)}`)), 1);
  t.same(await readSequences(redis, partitions), Array(partitions).fill(1));
  t.same(await countPending(redis, partitions), Array(partitions).fill(1));
  const sizes = await Promise.all(cluster.masters.map(({ client }) => client.dbsize()));
  t.ok(
    sizes.every((size) => size > 0),
    String(sizes),
  );
});

await t.test('what was acknowledged is with a replica', async (t) => {
  for (let partition = 0; partition < partitions; partition += 1) {
    const sequence = await writer.append(partition, Buffer.from('acknowledged'));
    const key = batchKey(partition, sequence);
    const copies = await Promise.all(
      cluster.replicas.map(async ({ client }) => (await client.keys(key)).length),
    );
    t.equal(
      copies.reduce((sum, count) => sum + count, 0),
      1,
    );
  }
});

await t.test('without any replica intake goes on', async (t) => {
  signalReplicas('SIGSTOP');
  t.teardown(() => {
    signalReplicas('SIGCONT');
  });
  t.ok((await writer.append(0, Buffer.from('alone'))) > 0);
});

await t.test('every server is asked', async (t) => {
  t.equal(serversOf(redis).length, 3);
  await pingAll(redis);
  await assertSafeRedis(redis);
  const { checks, facts } = await checkRedis(cluster.url);
  t.match(checks[0], { status: 'ok', found: /3 servers of a cluster/ });
  t.match(facts, { isCluster: true, replicas: 1, appendfsync: 'always' });
  await cluster.masters[1]?.client.config('SET', 'maxmemory-policy', 'allkeys-lru');
  await t.rejects(assertSafeRedis(redis), { code: 'eviction_policy_unsafe' });
  t.match((await checkRedis(cluster.url)).facts, { evictionPolicy: 'allkeys-lru' });
});

await t.test('one address of a cluster is refused, and what to do is said', async (t) => {
  const [node] = cluster.masters;
  if (node === undefined) throw new RangeError('no master');
  await t.rejects(assertSafeRedis(node.client), { code: 'setting_invalid', message: /REDIS_URL/ });
});

await t.test('a cluster that is not there is said so at once', async (t) => {
  await t.rejects(connectOnce('redis://127.0.0.1:1,redis://127.0.0.1:2'));
});
