import { Webhook } from 'standardwebhooks';
import t from 'tap';
import { createLogger } from '../../../services/logger.ts';
import { waitUntil } from '../../../services/runtime/wait-until.ts';
import { createPost } from '../../../workers/deliver/post-signed.ts';
import { runDeliveries } from '../../../workers/deliver/run-deliveries.ts';
import { orderOf, startDesk } from '../../support/case-desk.ts';
import { startReceiver } from '../../support/receiver.ts';
import { startReview } from '../../support/start-review.ts';
import { startStores } from '../../support/stores.ts';

interface WithKeys {
  readonly id: string;
  readonly secret: string;
  readonly public_key: string;
  readonly state: string;
}
interface Deliveries {
  readonly items: readonly { message_id: string; type: string; state: string }[];
  readonly next: string | null;
}

const stores = await startStores(t);
const { app, cookies, post, get, openCase } = await startDesk(t, stores);
const receiver = await startReceiver(t);
const instanceKey = Buffer.alloc(32, 7);
const runner = runDeliveries({
  ...{ pool: stores.pool, log: createLogger('deliver', 'silent'), workerId: 'deliver-1' },
  claimMs: 60_000,
  ...{ clock: Date.now, random: () => 0, counters: { delivered: 0, failed: 0, announced: 0 } },
  post: createPost({ instanceKey, clock: Date.now, allowed: ['127.0.0.1'], timeoutMs: 5_000 }),
  report: () => Promise.resolve(),
});
t.teardown(runner.close);

const made = await post('admin', '/api/endpoints', { url: receiver.url, description: 'gate' });
const endpoint = made.json<WithKeys>();
const at = (path: string) => `/api/endpoints/${endpoint.id}/${path}`;
const log = (query = '') => get<Deliveries>(`${at('deliveries')}${query}`, 'admin');
const has = (messages: number) =>
  waitUntil(() => receiver.received.length >= messages, { deadlineMs: 10_000 });
const verifies = (secret: string) => {
  const { body, headers } = receiver.received.at(-1) ?? { body: '', headers: {} };
  return new Webhook(secret).verify(body, headers as Record<string, string>);
};

await t.test('an endpoint is made with its keys, and a ping arrives signed by them', async (t) => {
  t.equal(made.statusCode, 201);
  t.match(endpoint, { state: 'on', secret: /^whsec_/, public_key: /^whpk_/ });
  const pinged = await post('admin', at('ping'));
  t.equal(pinged.statusCode, 202);
  t.ok(await has(1));
  t.match(verifies(endpoint.secret), { type: 'endpoint.ping' });
  const { message_id: id } = pinged.json<{ message_id: string }>();
  t.equal(receiver.received[0]?.headers['webhook-id'], id);
  t.match(await get('/api/audit?subject_kind=endpoint', 'admin'), {
    items: [{ action: 'endpoint_pinged' }, { action: 'endpoint_created' }],
  });
});

await t.test('after a rotation both secrets verify until the overlap is over', async (t) => {
  const rotated = (await post('admin', at('rotation'), {})).json<WithKeys>();
  t.not(rotated.secret, endpoint.secret);
  await post('admin', at('ping'));
  t.ok(await has(2));
  t.ok(verifies(rotated.secret));
  t.ok(verifies(endpoint.secret));
  const last = (await post('admin', at('rotation'), { overlap_hours: 0 })).json<WithKeys>();
  await post('admin', at('ping'));
  t.ok(await has(3));
  t.ok(verifies(last.secret));
  t.throws(() => verifies(rotated.secret));
});

await t.test(
  'the log tells what was sent, and the newest of a target may be sent again',
  async (t) => {
    const found = await openCase('acct_replay');
    const answer = await post('lead', `/api/cases/${found.id}/decisions`, orderOf(found));
    t.ok(await has(4));
    await post('lead', `/api/decisions/${answer.json<{ id: string }>().id}/undo`, {
      ...{ policy_clause: 'x', reason: 'x', idempotency_key: 'undo' },
    });
    t.ok(await has(5));
    const isLogged = async () => (await log()).items[0]?.state === 'delivered';
    t.ok(await waitUntil(isLogged, { deadlineMs: 10_000 }));
    const { items } = await log();
    t.match(items, [
      { type: 'target.released', value: 'acct_replay', version: 2, attempts: 1, last_status: 204 },
      { type: 'target.restricted', version: 1, state: 'delivered' },
      ...[{ type: 'endpoint.ping' }, { type: 'endpoint.ping' }, { type: 'endpoint.ping' }],
    ]);
    const [released, restricted] = items.map(({ message_id: id }) => id);
    const old = await post('admin', at('replay'), { message_id: restricted });
    t.match(old.json(), { replayed: 0 }, 'what is no longer so is not told again');
    t.match((await post('admin', at('replay'), { message_id: released })).json(), { replayed: 1 });
    t.ok(await has(6));
    t.equal(receiver.received[5]?.headers['webhook-id'], released, 'under the same id');
    t.match((await post('admin', at('replay'), { state: 'dead' })).json(), { replayed: 0 });
    const first = await log('?limit=2');
    t.equal(first.items.length, 2);
    t.match((await log(`?limit=2&cursor=${first.next ?? ''}`)).items, [
      { type: 'endpoint.ping' },
      {},
    ]);
  },
);

await t.test('one that is off gets nothing, and what is wrong is said', async (t) => {
  const off = await post('admin', at('disable'), { reason: 'moving' });
  t.match(off.json(), { state: 'off', off_because: 'moving' });
  const found = await openCase('acct_off');
  await post('lead', `/api/cases/${found.id}/decisions`, orderOf(found));
  t.notMatch((await log('?limit=1')).items, [{ value: 'acct_off' }]);
  t.match((await post('admin', at('enable'))).json(), { state: 'on' });
  for (const url of ['ftp://x.example.com/', 'https://user:secret@x.example.com/', 'nothing']) {
    t.equal((await post('admin', '/api/endpoints', { url })).statusCode, 400, url);
  }
  t.equal((await post('admin', '/api/endpoints/999/ping')).statusCode, 404);
  t.equal((await post('admin', '/api/endpoints/x/ping')).statusCode, 404);
});

await t.test('without a key of the instance no endpoint is made', async (t) => {
  const off = await startReview(t, await startStores(t), null);
  const headers = { cookie: await off.signIn('admin') };
  const payload = { url: receiver.url, description: 'gate' };
  const refused = await off.app.inject({ method: 'POST', url: '/api/endpoints', headers, payload });
  t.equal(refused.statusCode, 409);
  t.match(refused.json(), { code: 'webhooks_off' });
  const list = await off.app.inject({ url: '/api/endpoints', headers });
  t.same(list.json(), { items: [] });
});

await t.test('the case says how far its decisions have come', async (t) => {
  receiver.answer((response) => response.writeHead(500).end());
  const found = await openCase('acct_carried');
  const decided = await post('lead', `/api/cases/${found.id}/decisions`, orderOf(found));
  const { id } = decided.json<{ id: string }>();
  interface Carried {
    readonly deliveries: readonly object[];
    readonly enforced: readonly object[];
  }
  const read = () => get<Carried>(`/api/cases/${found.id}`);
  const isTried = async () => {
    const { deliveries } = await read();
    return JSON.stringify(deliveries).includes('status_refused');
  };
  t.ok(await waitUntil(isTried, { deadlineMs: 10_000 }));
  t.match(await read(), {
    enforced: [{ decision_id: id, targets: 1 }],
    deliveries: [
      {
        ...{ decision_id: id, endpoint_id: endpoint.id, type: 'target.restricted' },
        ...{ queued: 1, delivered: 0, superseded: 0, dead: 0, last_error: 'status_refused' },
        next_attempt_at: /^20\d\d-/,
      },
    ],
  });
  const page = await app.inject({ url: `/cases/${found.id}`, headers: { cookie: cookies.lead } });
  t.match(page.body, /the feed carries it: 1 target/);
  t.match(
    page.body,
    /data-stand="waiting".*: 1 waiting, the next attempt at .* \(status refused\)/,
  );
  t.notMatch(page.body, new URL(receiver.url).pathname, 'a URL may hold a secret');
});

await t.test(
  'an endpoint of a product says what it can do, and never its credential',
  async (t) => {
    const settings = { throttle: { rpm_limit: 5 } };
    const sent = {
      kind: 'litellm',
      url: 'https://proxy.example.com',
      settings,
      secret: 'sk-master',
    };
    const answer = await post('admin', '/api/endpoints', sent);
    t.equal(answer.statusCode, 201);
    t.notMatch(answer.body, /sk-master/);
    const made = answer.json<WithKeys>();
    t.match(made, {
      ...{ kind: 'litellm', settings, has_secret: true, secret: null, public_key: null },
      can: { scopes: ['account', 'apikey_hash'], restrictions: ['ban', 'throttle'] },
    });
    const path = `/api/endpoints/${made.id}/secret`;
    t.equal((await post('admin', path, { secret: 'sk-next' })).statusCode, 200);
    t.equal((await post('lead', path, { secret: 'sk-next' })).statusCode, 403);
    t.equal((await post('admin', at('secret'), { secret: 'sk-next' })).statusCode, 400);
    const { rows } = await stores.pool.query<{ text: string }>(
      `select coalesce(convert_from(sealed_secret, 'latin1'), '') || settings::text as text from endpoints`,
    );
    t.notMatch(rows.map(({ text }) => text).join(), /sk-next|sk-master/);
    const trail = JSON.stringify(await get('/api/audit?subject_kind=endpoint', 'admin'));
    t.match(trail, /endpoint_credential_replaced/);
    t.notMatch(trail, /sk-next|sk-master/);
  },
);

await t.test('settings that its kind does not know are refused, each by its name', async (t) => {
  const url = 'https://gateway.example.com';
  const wrong = [
    [{ kind: 'litellm', settings: { throttle: { rpm_limit: 0 } } }, /settings.throttle.rpm_limit/],
    [{ kind: 'kong', settings: { ban_group: '../x' } }, /settings.ban_group/],
    [{ kind: 'kong', settings: { bangroup: 'x' } }, /bangroup/],
    [{ kind: 'http', settings: {} }, /settings.ban[^]*settings.release/],
    [{ kind: 'webhook', secret: 'x' }, /takes no credential/],
    [{ kind: 'nginx' }, /kind/],
  ] as const;
  for (const [given, error] of wrong) {
    const answer = await post('admin', '/api/endpoints', { url, ...given });
    t.equal(answer.statusCode, 400);
    t.match(answer.body, error);
  }
});

await t.test('of the address of a Slack webhook only the host is shown', async (t) => {
  const url = 'https://hooks.slack.com/services/T0/B0/first';
  const answer = await post('admin', '/api/endpoints', { kind: 'slack', url });
  t.equal(answer.statusCode, 201);
  const made = answer.json<WithKeys & { readonly url: string }>();
  t.match(made, { url: 'https://hooks.slack.com', has_secret: true, can: { scopes: [] } });
  t.notMatch(answer.body, /first/);
  const path = `/api/endpoints/${made.id}/secret`;
  t.equal((await post('admin', path, { secret: url.replace('first', 'second') })).statusCode, 200);
  for (const secret of ['second', 'https://elsewhere.example.com/services/T0/B0/x']) {
    const refused = await post('admin', path, { secret });
    t.match([refused.statusCode, refused.body], [400, /whole address[^]*hooks.slack.com/]);
  }
});

await t.test('what tells people is asked for what it needs', async (t) => {
  const [url, from] = ['https://events.pagerduty.com', 'watch@example.com'];
  const wrong = [
    [{ kind: 'pagerduty', url }, /integration key/],
    [{ kind: 'pagerduty', url, secret: 'x', settings: { min_level: 'low' } }, /min_level/],
    [{ kind: 'email', url, settings: { from, to: [from] } }, /smtps/],
    [{ kind: 'email', url: 'smtps://mail.example.com', settings: { from, to: [] } }, /settings.to/],
    [{ kind: 'slack', url, secret: 'x' }, /takes no other/],
  ] as const;
  for (const [given, error] of wrong) {
    const answer = await post('admin', '/api/endpoints', given);
    t.match([answer.statusCode, answer.body], [400, error]);
  }
});
