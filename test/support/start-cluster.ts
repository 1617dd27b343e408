import { Redis } from 'ioredis';
import { findFreePort } from '../../services/runtime/free-port.ts';
import { waitUntil } from '../../services/runtime/wait-until.ts';
import type { FaultHandle } from './fault-handle.ts';
import { startOwnRedis } from './stores.ts';
import type { Teardown } from './temp-folder.ts';

const shards = [0, 1, 2] as const;
const slots = 16_384;

interface Node extends FaultHandle {
  readonly busPort: number;
  readonly client: Redis;
}

export interface TestCluster {
  /** What REDIS_URL is set to. */
  readonly url: string;
  /** A node's clients are for the test alone; keys of other nodes are refused. */
  readonly masters: readonly Node[];
  readonly replicas: readonly Node[];
}

async function startNode(t: Teardown): Promise<Node> {
  const busPort = await findFreePort();
  const settings = [
    ...['cluster-enabled yes', 'cluster-config-file nodes.conf', 'cluster-node-timeout 2000'],
    // Presets to the port and 10,000, which may be too high a number.
    ...[`cluster-port ${String(busPort)}`, 'masterauth test'],
  ];
  const handle = await startOwnRedis(t, { settings });
  const client = new Redis(handle.url);
  // A test kills nodes; what it waits for says whether the others do well.
  client.on('error', () => undefined);
  t.teardown(() => {
    client.disconnect();
  });
  return { ...handle, busPort, client };
}

async function allSay(nodes: readonly Node[], command: 'cluster' | 'info', pattern: RegExp) {
  const says = async ({ client }: Node) => {
    const text = command === 'info' ? client.info('replication') : client.cluster('INFO');
    return pattern.test(await text);
  };
  const looks = async () => (await Promise.all(nodes.map(says))).every(Boolean);
  if (!(await waitUntil(looks, { deadlineMs: 30_000 })))
    throw new Error(`timed out: ${pattern.source}`);
}

/** Three masters with a replica each, as real servers. Stopped with the test. */
export async function startCluster(t: Teardown): Promise<TestCluster> {
  const masters = await Promise.all(shards.map(() => startNode(t)));
  const replicas = await Promise.all(shards.map(() => startNode(t)));
  const nodes = [...masters, ...replicas];
  const [first] = masters;
  for (const { url, busPort } of nodes.slice(1))
    await first?.client.call('CLUSTER', 'MEET', '127.0.0.1', new URL(url).port, String(busPort));
  await allSay(nodes, 'cluster', /cluster_known_nodes:6\r/);
  for (const shard of shards) {
    const [from, to] = [shard, shard + 1].map((n) => Math.floor((n * slots) / shards.length));
    await masters[shard]?.client.call(
      'CLUSTER',
      'ADDSLOTSRANGE',
      String(from),
      String(Number(to) - 1),
    );
    const id = await masters[shard]?.client.cluster('MYID');
    await replicas[shard]?.client.call('CLUSTER', 'REPLICATE', String(id));
  }
  await allSay(nodes, 'cluster', /cluster_state:ok/);
  await allSay(replicas, 'info', /master_link_status:up/);
  return { url: masters.map(({ url }) => url).join(','), masters, replicas };
}

/** Waits until a replica has taken its master's place. */
export function isPromoted(replica: Node): Promise<void> {
  return allSay([replica], 'info', /role:master/);
}
