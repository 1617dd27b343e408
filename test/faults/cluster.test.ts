import t from 'tap';
import { partitionKeys } from '../../services/queue/keys.ts';
import { findFreePort } from '../../services/runtime/free-port.ts';
import { createSecretKey, insertApiKey } from '../../services/storage/api-keys.ts';
import { listPartitionLeases } from '../../services/storage/partition-leases.ts';
import { isPromoted, startCluster } from '../support/start-cluster.ts';
import { spawnRole } from '../support/spawn-role.ts';
import { openPool, startOwnPostgres } from '../support/stores.ts';
import { expectOutcome } from './expected-outcome.ts';
import { isAtWork } from './own-stores.ts';
import { startPipeline, until } from './pipeline.ts';
import { createEvents, createTraffic, partitions } from './traffic.ts';

const batches = createTraffic();
const third = Math.floor(batches.length / 3);
const expected = await expectOutcome(batches);

await t.test('a cluster that loses a master, under workers that come and go', async (t) => {
  const { databaseUrl } = await startOwnPostgres(t);
  const { url, masters, replicas } = await startCluster(t);
  const stores = { pool: openPool(t, databaseUrl), databaseUrl, redisUrl: url };
  const pipeline = await startPipeline(t, stores);
  const ownersOf = async () =>
    (await listPartitionLeases(pipeline.pool)).map(({ owner }) => owner ?? '');
  await until('the workers to be at work', () => isAtWork(pipeline));
  await pipeline.send(batches.slice(0, third));
  const everyone = partitionKeys(0).profiles.replace('0', '*');
  const readHeld = () => Promise.all(masters.map(({ client }) => client.keys(everyone)));
  await until('a commit of each', async () => (await readHeld()).flat().length === partitions);
  const held = await readHeld();
  t.ok(held.filter((keys) => keys.length > 0).length > 1, 'the partitions lie on several servers');

  const lost = held.findIndex((keys) => keys.length > 0);
  const [replica] = replicas.slice(lost);
  if (replica === undefined) throw new RangeError('no such shard');
  // What is acknowledged up to the very moment must be with the replica.
  const sending = pipeline.send(batches.slice(third, third + 20));
  await masters[lost]?.kill();
  await isPromoted(replica);
  await sending;
  const joined = spawnRole(t, 'detect', pipeline.settings);
  t.equal(await pipeline.detect[0]?.end('SIGTERM'), 0, 'a worker that leaves ends with 0');
  await until('the one that joined to get its share', async () => {
    const owners = await ownersOf();
    return owners.filter((owner) => owner === joined.workerId).length === partitions / 2;
  });

  await masters[lost]?.restart();
  await pipeline.send(batches.slice(third + 20));
  await pipeline.settle();
  t.same(await pipeline.readOutcome(), expected, 'leads to the same');

  const key = createSecretKey('ingest');
  await insertApiKey(pipeline.pool, { key, scope: 'ingest', name: 'test' });
  const port = String(await findFreePort());
  const gateway = spawnRole(t, 'gateway', { ...pipeline.settings, GATEWAY_PORT: port });
  const before = await pipeline.appliedBatches();
  const [event] = createEvents(1);
  const post = async () => {
    const headers = { authorization: `Bearer ${key}` };
    const body = JSON.stringify({ ...event, occurred_at: new Date().toISOString() });
    return fetch(`http://127.0.0.1:${port}/v1/events`, { method: 'POST', headers, body });
  };
  await until('a gateway to take an event', async () => (await post()).status === 200);
  await until('it to be applied', async () => (await pipeline.appliedBatches()) > before);
  t.equal(await gateway.end('SIGTERM'), 0);
});
