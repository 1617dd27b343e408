import t from 'tap';
import { findFreePort } from '../../services/runtime/free-port.ts';
import { createSecretKey, insertApiKey } from '../../services/storage/api-keys.ts';
import { startStores } from '../support/stores.ts';
import { spawnRole } from '../support/spawn-role.ts';
import { expectOutcome } from './expected-outcome.ts';
import { startPipeline, until } from './pipeline.ts';
import { createEvents, createTraffic } from './traffic.ts';

const perRequest = 1_000;

await t.test('kill -9 of the gateway between requests and in the middle of one', async (t) => {
  const stores = await startStores(t);
  const pipeline = await startPipeline(t, stores);
  const key = createSecretKey('ingest');
  await insertApiKey(stores.pool, { key, scope: 'ingest', name: 'test' });
  const port = await findFreePort();
  const settings = { ...pipeline.settings, GATEWAY_PORT: String(port) };
  const url = `http://127.0.0.1:${port}/v1/events`;

  const events = [...createEvents()];
  const requests = Array.from({ length: Math.ceil(events.length / perRequest) }, (_, index) =>
    events.slice(index * perRequest, (index + 1) * perRequest),
  );
  let accepted = 0;
  const post = async (part: typeof events) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'x-stillwatch-reference-time': part.at(-1)?.occurred_at ?? '',
      },
      body: part.map((event) => JSON.stringify(event)).join('\n'),
    });
    if (!response.ok) return false;
    accepted += ((await response.json()) as { accepted: number }).accepted;
    return true;
  };

  let gateway = spawnRole(t, 'gateway', settings);
  for (const [index, part] of requests.entries()) {
    if (index % 4 === 1) {
      await gateway.end('SIGKILL');
      gateway = spawnRole(t, 'gateway', settings);
    }
    if (index % 4 === 3) {
      // Sent, and the gateway dies before or after it answers: the client cannot know and sends it again.
      const unanswered = post(part).catch(() => false);
      await gateway.end('SIGKILL');
      accepted -= (await unanswered) ? part.length : 0;
      gateway = spawnRole(t, 'gateway', settings);
    }
    await until('a request to be acknowledged', () => post(part));
  }
  t.equal(accepted, events.length);
  await pipeline.settle();
  t.same(await pipeline.readOutcome(), await expectOutcome(createTraffic()));
  t.equal(await gateway.end('SIGTERM'), 0);
});
