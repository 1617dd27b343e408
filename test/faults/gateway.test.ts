import t from 'tap';
import { spawnRole } from '../support/spawn-role.ts';
import { expectOutcome } from './expected-outcome.ts';
import { until } from './pipeline.ts';
import { prepareGateway } from './prepare-gateway.ts';
import { createEvents, createTraffic } from './traffic.ts';

const perRequest = 1_000;

await t.test('kill -9 of the gateway between requests and in the middle of one', async (t) => {
  const { pipeline, key, settings, url: address } = await prepareGateway(t);
  const url = `${address}/v1/events`;

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
