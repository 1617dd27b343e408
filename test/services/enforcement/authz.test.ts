import t from 'tap';
import { waitUntil } from '../../../services/runtime/wait-until.ts';
import { orderOf, startDesk } from '../../support/case-desk.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { post, openCase } = await startDesk(t, stores);
const gateway = await startGateway(t, stores);
const { key } = await gateway.addKey('enforcement');
const headers = { 'x-api-key': key };

const found = await openCase('acct_bad');
await post('lead', `/api/cases/${found.id}/decisions`, orderOf(found));
const keyed = await openCase('acct_keyed');
const order = orderOf(keyed, { action: 'suspend_key', api_key_ids: ['hash_1'] });
await post('lead', `/api/cases/${keyed.id}/decisions`, order);
const asks = (headersOfCall: Record<string, string>, url = '/v1/authz') =>
  gateway.app.inject({ method: 'GET', url, headers: { ...headers, ...headersOfCall } });
await waitUntil(async () => (await asks({ 'x-api-key-id': 'hash_1' })).statusCode === 403, {
  deadlineMs: 5_000,
});

await t.test(
  'whoever calls is named by headers or by a body, below any path and by any method',
  async (t) => {
    t.equal((await asks({ 'x-account-id': 'acct_bad' })).statusCode, 403);
    t.equal((await asks({ 'x-account-id': 'acct_bad' }, '/v1/authz/v1/chat?x=1')).statusCode, 403);
    t.match((await asks({ 'x-account-id': 'acct_keyed' })).json(), { decision: 'allow' });
    t.match((await asks({ 'x-api-key-id': 'hash_1', 'x-account-id': 'acct_keyed' })).json(), {
      ...{ decision: 'deny', reason_code: 'suspend_key' },
    });
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      const payload = { account_id: 'acct_bad' };
      const answer = await gateway.app.inject({ method, url: '/v1/authz/x', headers, payload });
      t.equal(answer.statusCode, 403, method);
    }
    const type = { 'content-type': 'application/grpc' };
    t.equal((await asks({ ...type, 'x-account-id': 'acct_bad' })).statusCode, 403);
  },
);

await t.test('the body of the call itself does no harm, whatever it is', async (t) => {
  const bodies = ['{"account_id":', '[1]', '{"account_id":5,"ip":"x"}', 'x'.repeat(200_000), '\0'];
  for (const payload of bodies) {
    const call = { method: 'POST', url: '/v1/authz', payload } as const;
    const named = { ...headers, 'x-account-id': 'acct_bad', 'x-api-key-id': 'none' };
    t.equal((await gateway.app.inject({ ...call, headers: named })).statusCode, 403);
    t.equal((await gateway.app.inject({ ...call, headers })).statusCode, 200);
  }
  const body = { account_id: 'acct_good' };
  const named = { ...headers, 'x-account-id': 'acct_bad' };
  const call = { method: 'POST', url: '/v1/authz', payload: body, headers: named } as const;
  t.equal((await gateway.app.inject(call)).statusCode, 403, 'the gateway is believed first');
});

await t.test('the caller’s own Authorization beside our key is not taken for ours', async (t) => {
  const answer = await asks({ authorization: 'Bearer sk-customer', 'x-account-id': 'acct_good' });
  t.equal(answer.statusCode, 200);
  const bare = { 'x-account-id': 'acct_good' };
  const unnamed = await gateway.app.inject({ url: '/v1/authz', headers: bare });
  t.match([unnamed.statusCode, unnamed.json()], [401, { code: 'unauthenticated' }]);
});

await t.test('a call that cannot be judged gets what the operator chose', async (t) => {
  t.match((await asks({})).json(), { decision: 'allow', reason_code: 'caller_unknown' });
  const strict = await startGateway(t, stores, { authzOnUnknown: 'deny' });
  const nobody = await strict.app.inject({ url: '/v1/authz', headers });
  t.match(
    [nobody.statusCode, nobody.json()],
    [403, { decision: 'deny', reason_code: 'caller_unknown' }],
  );
});

await t.test('while Postgres is away what was read counts, until it is too old', async (t) => {
  const { pool } = stores;
  const away = Object.assign(Object.create(pool) as typeof pool, {
    query: (...args: Parameters<typeof pool.query>) =>
      isAway ? Promise.reject(new Error('away')) : pool.query(...args),
  });
  let isAway = false;
  const near = await startGateway(t, { ...stores, pool: away }, { authzStaleAfterMs: 1_000 });
  const call = { url: '/v1/authz', headers: { ...headers, 'x-account-id': 'acct_bad' } };
  t.equal((await near.app.inject(call)).statusCode, 403);
  isAway = true;
  t.equal((await near.app.inject(call)).statusCode, 403, 'from memory');
  const isOpen = async () => (await near.app.inject(call)).statusCode === 200;
  t.ok(await waitUntil(isOpen, { deadlineMs: 5_000 }));
  t.match((await near.app.inject(call)).json(), {
    decision: 'allow',
    reason_code: 'state_unknown',
  });
  isAway = false;
  t.ok(
    await waitUntil(async () => !(await isOpen()), { deadlineMs: 5_000 }),
    'and again from then on',
  );
});
