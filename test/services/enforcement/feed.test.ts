import t from 'tap';
import { waitUntil } from '../../../services/runtime/wait-until.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import { orderOf, startDesk, type Body, type DeskCase } from '../../support/case-desk.ts';
import { startGateway, type TestGateway } from '../../support/start-gateway.ts';
import { startStores } from '../../support/stores.ts';

interface Item {
  readonly id: number;
  readonly scope: string;
  readonly value: string;
  readonly type: string;
  readonly duration: string;
}
interface Stream {
  readonly new: readonly Item[] | null;
  readonly deleted: readonly Item[] | null;
  readonly cursor: number;
  readonly reset: boolean;
}

const stores = await startStores(t);
const { post, openCase, decideOn, undo } = await startDesk(t, stores);
const gateway = await startGateway(t, stores);
const { key } = await gateway.addKey('enforcement');
const headers = { 'x-api-key': key };

const ask = (url: string, more: Body = {}, from: TestGateway = gateway) =>
  from.app.inject({ url, headers: { ...headers, ...more } });
const stream = async (query: string, from: TestGateway = gateway) =>
  (await ask(`/v1/decisions/stream${query}`, {}, from)).json<Stream>();
const check = (body: Body, from: TestGateway = gateway) =>
  from.app.inject({ method: 'POST', url: '/v1/authz', headers, payload: body });
const statusOf = async (accountId: string) => (await check({ account_id: accountId })).statusCode;
const becomes = async (accountId: string, status: number) =>
  waitUntil(async () => (await statusOf(accountId)) === status, { deadlineMs: 5_000 });

await t.test(
  'a suspension is refused at the gateway within a second, and undone as fast',
  async (t) => {
    t.match((await check({ account_id: 'acct_a' })).json(), {
      ...{ decision: 'allow', until: null, reason_code: null },
    });
    const id = await decideOn('acct_a');
    const decidedAt = performance.now();
    t.ok(await becomes('acct_a', 403));
    t.ok(performance.now() - decidedAt < 1_000, 'within a second');
    const refusal = await check({ account_id: 'acct_a' });
    t.match(refusal.json(), { decision: 'deny', until: String, reason_code: 'suspend_account' });
    t.equal(refusal.headers['x-stillwatch-decision'], 'deny');

    await undo(id);
    t.ok(await becomes('acct_a', 200));
  },
);

await t.test(
  'the stream tells each client what is new and what is over since it last asked',
  async (t) => {
    const id = await decideOn('acct_b');
    await becomes('acct_b', 403);
    const first = await stream('?startup=true');
    t.match(first.new, [
      {
        ...{ origin: 'stillwatch', scope: 'account', value: 'acct_b', type: 'ban' },
        ...{ scenario: 'stillwatch/suspend_account', duration: /^21(59h|60h)\d+m[\d.]+s$/ },
      },
    ]);
    t.match(await stream('?startup=false'), { new: null, deleted: null });
    await undo(id);
    await becomes('acct_b', 200);
    t.match(await stream('?startup=false'), {
      ...{ new: null, deleted: [{ scope: 'account', value: 'acct_b', type: 'ban' }] },
    });
    t.match(await stream(''), { new: null, deleted: null });
    const again = await stream('?startup=true');
    t.equal(again.new, null);
    t.ok(
      again.deleted?.some(({ value }) => value === 'acct_b'),
      'a start replays what ended lately',
    );
  },
);

/** A cursor from which on both have nothing to tell. */
async function cursorOfNow(other: TestGateway): Promise<number> {
  let { cursor } = await stream('?startup=true', other);
  const isQuiet = async () => {
    const [here, there] = [
      await stream(`?cursor=${cursor}`),
      await stream(`?cursor=${cursor}`, other),
    ];
    const isIt = [here, there].every(({ new: live, deleted }) => live === null && deleted === null);
    // Not that of an answer: it may lie before the one that was asked with.
    if (!isIt) cursor = Math.max(cursor, here.cursor, there.cursor);
    return isIt;
  };
  await waitUntil(isQuiet, { deadlineMs: 5_000 });
  return cursor;
}

await t.test('a client with a cursor gets the same from any process', async (t) => {
  const other = await startGateway(t, stores);
  const cursor = await cursorOfNow(other);
  const id = await decideOn('acct_c', { action: 'throttle' });
  const isThrottled = async (from: TestGateway) =>
    (await check({ account_id: 'acct_c' }, from)).json<{ decision: string }>().decision ===
    'throttle';
  t.ok(await waitUntil(() => isThrottled(gateway), { deadlineMs: 5_000 }));
  t.ok(await waitUntil(() => isThrottled(other), { deadlineMs: 5_000 }));
  const here = await stream(`?cursor=${cursor}`);
  t.match(here, { reset: false, new: [{ value: 'acct_c', type: 'throttle' }], deleted: null });

  await undo(id);
  t.ok(await waitUntil(async () => !(await isThrottled(other)), { deadlineMs: 5_000 }));
  const there = await stream(`?cursor=${here.cursor}`, other);
  t.match(there, { reset: false, new: null, deleted: [{ value: 'acct_c', type: 'throttle' }] });
  let held = there.cursor;
  const isUnchanged = async () => {
    const tag = { 'if-none-match': `"${held}"` };
    const answer = await ask(`/v1/decisions/stream?cursor=${held}`, tag, other);
    if (answer.statusCode === 200) held = answer.json<Stream>().cursor;
    return answer.statusCode === 304;
  };
  t.ok(await waitUntil(isUnchanged, { deadlineMs: 5_000 }));
});

await t.test('a gateway that was away learns at its start what ended meanwhile', async (t) => {
  const id = await decideOn('acct_d');
  await becomes('acct_d', 403);
  const { cursor } = await stream('?startup=true');
  await undo(id);
  const restarted = await startGateway(t, stores);
  const answer = await stream(`?cursor=${cursor}`, restarted);
  t.equal(answer.reset, true);
  t.ok(answer.deleted?.some(({ value }) => value === 'acct_d'));
  t.notOk(answer.new?.some(({ value }) => value === 'acct_d'));
});

await t.test('a change of a transaction that ends late is not missed', async (t) => {
  const id = await decideOn('acct_late', { action: 'throttle' });
  const held = Promise.withResolvers<undefined>();
  const isThrottled = async () =>
    (await check({ account_id: 'acct_late' })).json<{ decision: string }>().decision === 'throttle';
  t.ok(await waitUntil(isThrottled, { deadlineMs: 5_000 }));
  const written = Promise.withResolvers<undefined>();
  const late = inTransaction(stores.pool, async (client) => {
    await client.query(
      `insert into decisions (case_id, case_version, action, policy_clause, reason, account_ids, undoes, decided_by,
         idempotency_key, request_sha256, evidence_sha256, needs_second)
       select case_id, case_version, 'undo', policy_clause, reason, account_ids, decision_id, decided_by, 'late',
         request_sha256, evidence_sha256, false from decisions where decision_id = $1`,
      [id],
    );
    written.resolve(undefined);
    await held.promise;
  });
  await written.promise;
  await decideOn('acct_after');
  t.ok(await becomes('acct_after', 403), 'a younger transaction was followed');
  t.ok(await isThrottled());
  held.resolve(undefined);
  await late;
  t.ok(await waitUntil(async () => !(await isThrottled()), { deadlineMs: 5_000 }));
});

await t.test(
  'a second person, an allow-list entry and an appeal change what is enforced',
  async (t) => {
    const found = await openCase('acct_net');
    const given = { action: 'block_network', networks: ['203.0.113.64/26', '2001:DB8:7::9'] };
    const answer = await post('lead', `/api/cases/${found.id}/decisions`, orderOf(found, given));
    t.match(answer.json(), { state: 'pending', networks: ['203.0.113.64/26', '2001:db8:7::9'] });
    const ofAddress = async (ip: string) => (await check({ ip })).statusCode;
    t.equal(await ofAddress('203.0.113.70'), 200, 'nothing is enforced while it waits');
    const { id } = answer.json<DeskCase>();
    await post('admin', `/api/decisions/${id}/approval`, { verdict: 'approved', reason: 'seen' });
    const isBlocked = async () => (await ofAddress('203.0.113.70')) === 403;
    t.ok(await waitUntil(isBlocked, { deadlineMs: 5_000 }));
    t.equal(await ofAddress('203.0.113.128'), 200);
    t.equal(await ofAddress('2001:db8:7:0::9'), 403);
    t.equal(await ofAddress('::ffff:203.0.113.65'), 403);

    const list = (query: string) => ask(`/v1/decisions?${query}`);
    t.match((await list('ip=203.0.113.70')).json(), [{ scope: 'Range', value: '203.0.113.64/26' }]);
    t.match((await list('scope=ip&value=2001:db8:7::9')).json(), [{ scope: 'Ip' }]);
    t.equal((await list('ip=198.51.100.1')).body, 'null');
    t.match((await list('scopes=range')).json(), [{ scope: 'Range' }]);
    t.equal((await list('scopes=range&type=captcha')).body, 'null');

    await decideOn('acct_vip');
    t.ok(await becomes('acct_vip', 403));
    const listed = await post('lead', '/api/allow-list', {
      ...{ account_id: 'acct_vip', kind: 'full', reason: 'contract' },
      expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    });
    t.equal(listed.statusCode, 201);
    t.ok(await becomes('acct_vip', 200));
  },
);

await t.test('a decision ends by its date, without anybody', async (t) => {
  const ends = new Date(Date.now() + 1_500).toISOString();
  await decideOn('acct_short', { expires_at: ends });
  t.ok(await becomes('acct_short', 403));
  const { cursor } = await stream('?startup=true');
  t.ok(await becomes('acct_short', 200));
  const isTold = async () =>
    (await stream(`?cursor=${cursor}`)).deleted?.some(({ value }) => value === 'acct_short') ??
    false;
  t.ok(await waitUntil(isTold, { deadlineMs: 5_000 }));
});

await t.test('what a client may not ask, or asks wrongly, is said', async (t) => {
  const refused = await gateway.app.inject({
    url: '/v1/decisions',
    headers: { 'x-api-key': gateway.key },
  });
  t.match([refused.statusCode, refused.json()], [403, { code: 'scope_forbidden' }]);
  t.match((await ask('/v1/decisions/stream?cursor=x')).json(), { code: 'query_invalid' });
  t.match((await ask('/v1/decisions/stream?startup=maybe')).json(), { code: 'query_invalid' });
});
