import t from 'tap';
import { startGateway, type TestGateway } from '../../support/start-gateway.ts';
import { startStores } from '../../support/stores.ts';
import { waitUntil } from '../../../services/runtime/wait-until.ts';

const stores = await startStores(t);

function eventLine(account: string, number: number): string {
  const occurredAt = '2026-05-01T00:00:00Z';
  const ids = { event_id: `${account}-${number}`, account_id: account };
  return JSON.stringify({ ...ids, occurred_at: occurredAt, model: 'm', number });
}

function post({ app, key }: TestGateway, body: string) {
  const headers = { authorization: `Bearer ${key}` };
  return app.inject({ method: 'POST', url: '/v1/events', payload: body, headers });
}

await t.test(
  'one after the other, a client finds its events in order among many clients',
  async (t) => {
    const gateway = await startGateway(t, stores);
    const client = async (account: string) => {
      for (let number = 0; number < 20; number += 1) {
        const answer = await post(gateway, eventLine(account, number));
        t.equal(answer.statusCode, 200);
      }
    };
    const accounts = Array.from({ length: 16 }, (_, index) => `client-${index}`);
    await Promise.all(accounts.map(client));
    const queued = await gateway.readQueued();
    const lines = queued.map(({ line }) => JSON.parse(line.toString()) as Record<string, unknown>);
    for (const account of accounts) {
      const numbers = lines.filter((each) => each['account_id'] === account);
      const expected = Array.from({ length: 20 }, (_, index) => index);
      t.same(
        numbers.map((each) => each['number']),
        expected,
      );
    }
  },
);

await t.test('past the depth limit the answer is 503 overloaded with Retry-After', async (t) => {
  const gateway = await startGateway(t, stores, { queueDepthLimit: 1 });
  const answer = await post(gateway, eventLine('late', 1));
  t.equal(answer.statusCode, 503);
  t.match(answer.json(), { code: 'overloaded', message: String });
  t.equal(answer.headers['retry-after'], '2');
});

await t.test(
  'without Redis the answer is 503 at once, and 200 again when it is back',
  async (t) => {
    const gateway = await startGateway(t, stores);
    t.equal((await post(gateway, eventLine('before', 1))).statusCode, 200);
    process.kill(stores.redis.pid(), 'SIGSTOP');
    const silent = await Promise.all([1, 2, 3].map((n) => post(gateway, eventLine('silent', n))));
    process.kill(stores.redis.pid(), 'SIGCONT');
    for (const answer of silent) {
      t.equal(answer.statusCode, 503);
      t.match(answer.json(), { code: 'store_unavailable' });
      t.equal(answer.headers['retry-after'], '1');
    }
    await stores.redis.kill();
    const gone = await Promise.all([1, 2, 3].map((n) => post(gateway, eventLine('gone', n))));
    t.same(
      gone.map(({ statusCode }) => statusCode),
      [503, 503, 503],
    );
    t.equal((await gateway.app.inject('/health/live')).statusCode, 200);
    await stores.redis.restart();
    const isBack = () => post(gateway, eventLine('after', 1)).then((one) => one.statusCode === 200);
    t.ok(await waitUntil(isBack, { deadlineMs: 10_000 }));
    const lines = (await gateway.readQueued()).map(({ line }) => line.toString());
    t.ok(lines.includes(eventLine('before', 1)), 'what was acknowledged outlives the kill');
    t.ok(lines.includes(eventLine('after', 1)));
    const isReady = () => gateway.app.inject('/health/ready').then((one) => one.statusCode === 200);
    t.ok(await waitUntil(isReady, { deadlineMs: 5_000 }));
  },
);
