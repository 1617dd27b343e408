import t from 'tap';
import { countPending } from '../../services/queue/queue-depth.ts';
import { readResidentBytes } from '../../bench/resident-bytes.ts';
import { spawnRole } from '../support/spawn-role.ts';
import { until } from './pipeline.ts';
import { prepareGateway } from './prepare-gateway.ts';
import { createEvents, partitions } from './traffic.ts';

/** How long it lasts at least: some seconds here, a minute when it is tried by hand. */
const overloadMs = Number(process.env['OVERLOAD_SECONDS'] ?? 8) * 1_000;
const deadlineMs = overloadMs + 60_000;
const senders = 100;
const perRequest = 20;
/** Batches that may wait. */
const queueLimit = 100;

/** Each request is of an account of its own, so that it can be told afterwards what became of it. */
function createRequests(referenceAt: string) {
  const models = [...createEvents(20)].slice(0, perRequest);
  let count = 0;
  return () => {
    const accountId = `acct_${String((count += 1))}`;
    const lines = models.map((event, place) =>
      JSON.stringify({
        ...{ ...event, account_id: accountId, event_id: `${accountId}_${String(place)}` },
        occurred_at: referenceAt,
      }),
    );
    return { accountId, body: lines.join('\n') };
  };
}

await t.test('ten times the load and more: 503, and nothing acknowledged is lost', async (t) => {
  // Two workers that take a second or more for each commit of a few batches.
  const { pipeline, key, settings, url } = await prepareGateway(t, 75);
  const gateway = spawnRole(t, 'gateway', { ...settings, QUEUE_DEPTH_LIMIT: String(queueLimit) });
  await until(
    'the gateway to be up',
    async () => (await fetch(`${url}/health/ready`)).status === 200,
  );
  const before = readResidentBytes(gateway.child.pid).now;

  const referenceAt = new Date().toISOString();
  const nextRequest = createRequests(referenceAt);
  const acknowledged = new Set<string>();
  const statuses = new Map<number, number>();
  let withoutAdvice = 0;
  const sendOne = async () => {
    const { accountId, body } = nextRequest();
    const headers = { authorization: `Bearer ${key}`, 'x-stillwatch-reference-time': referenceAt };
    const response = await fetch(`${url}/v1/events`, { method: 'POST', headers, body });
    await response.arrayBuffer();
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
    if (response.status === 200) acknowledged.add(accountId);
    else if (!response.headers.has('retry-after')) withoutAdvice += 1;
  };
  const startedAt = performance.now();
  const offered = () => [...statuses.values()].reduce((sum, count) => sum + count, 0);
  // A machine with other work offers less in the time, so it takes longer; what is on its way then may yet be taken.
  const isOver = () => {
    const passedMs = performance.now() - startedAt;
    return passedMs > overloadMs && (offered() > 13 * acknowledged.size || passedMs > deadlineMs);
  };
  let mostPending = 0;
  const flood = async () => {
    while (!isOver()) await sendOne();
  };
  const watch = async () => {
    while (!isOver()) {
      const pending = await countPending(pipeline.redis, partitions);
      mostPending = Math.max(
        mostPending,
        pending.reduce((sum, count) => sum + count, 0),
      );
    }
  };
  await Promise.all([watch(), ...Array.from({ length: senders }, flood)]);
  t.comment(JSON.stringify({ statuses: [...statuses], mostPending }));

  t.ok(offered() > 10 * acknowledged.size, 'most of it is refused');
  t.same([...statuses.keys()].sort(), [200, 503], 'with a 503 and nothing else');
  t.equal(withoutAdvice, 0, 'which says when to try again');
  // The depth is read ten times a second, and each sender may have had one on its way.
  t.ok(mostPending < queueLimit + partitions * senders, 'the queue stays bounded');
  const grown = readResidentBytes(gateway.child.pid).peak - before;
  t.ok(grown < 200_000_000, `memory stays bounded: ${String(grown)} bytes more`);

  await pipeline.settle();
  const { requests } = await pipeline.readOutcome();
  const lost = [...acknowledged].filter((accountId) => requests.get(accountId) !== perRequest);
  t.same(lost, [], 'the backlog drains, and all that was acknowledged is there, once');
  const { size } = acknowledged;
  await until('requests to be taken again', async () => {
    await sendOne();
    return acknowledged.size > size;
  });
  t.equal(await gateway.end('SIGTERM'), 0);
});
