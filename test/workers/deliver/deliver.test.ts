import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import t from 'tap';
import { createLogger } from '../../../services/logger.ts';
import { waitUntil } from '../../../services/runtime/wait-until.ts';
import { insertEndpoint } from '../../../services/storage/endpoints.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import { deriveSigningKeys, writeSigningKeys } from '../../../services/webhooks/signing-keys.ts';
import { createPost } from '../../../workers/deliver/post-signed.ts';
import { runDeliveries } from '../../../workers/deliver/run-deliveries.ts';
import { startDesk, type Body } from '../../support/case-desk.ts';
import { startReceiver, takes, type Received, type Receiver } from '../../support/receiver.ts';
import { startStores } from '../../support/stores.ts';

interface Sent {
  readonly type: string;
  readonly data: { readonly value: string; readonly version: number; readonly type: string | null };
}

const stores = await startStores(t);
const { pool } = stores;
const { decideOn, undo } = await startDesk(t, stores);
const instanceKey = randomBytes(32);

function startDelivering(timeoutMs = 1_000) {
  const clock = Date.now;
  return runDeliveries({
    ...{ pool, clock, log: createLogger('deliver', 'silent'), workerId: 'deliver-1' },
    claimMs: 60_000,
    random: () => 0,
    post: createPost({ instanceKey, clock, allowed: ['127.0.0.1'], timeoutMs }),
    counters: { delivered: 0, failed: 0, announced: 0 },
    report: () => Promise.resolve(),
  });
}

const addEndpoint = (url: string) =>
  inTransaction(pool, (client) =>
    insertEndpoint(client, { url, description: '', createdBy: 'staff:1' }),
  );
const bodyOf = ({ body }: Received) => JSON.parse(body) as Sent;
const about = (receiver: Receiver, value: string) =>
  receiver.received.filter((each) => bodyOf(each).data.value === value);
const arrives = (receiver: Receiver, value: string, times = 1) =>
  waitUntil(() => about(receiver, value).length >= times, { deadlineMs: 10_000 });
const statesOf = async (value: string) =>
  (
    await pool.query<{
      state: string;
      attempts: number;
      last_error: string | null;
      last_status: number | null;
    }>(
      `select state, attempts, last_error, last_status from deliveries join messages using (message_id)
       where value = $1 order by message_id, endpoint_id`,
      [value],
    )
  ).rows;
const becomes = (value: string, state: string) =>
  waitUntil(async () => (await statesOf(value)).some((each) => each.state === state), {
    deadlineMs: 10_000,
  });

const dueNow = () =>
  pool.query(`update deliveries set next_attempt_at = now() where state = 'queued'`);
const endAll = () =>
  pool.query(
    `update endpoints set disabled_at = now(), disabled_because = 'test' where disabled_at is null`,
  );

await t.test(
  'a decision and its undoing arrive once, in order, signed for an independent verifier',
  async (t) => {
    const receiver = await startReceiver(t);
    const { endpointId } = await addEndpoint(receiver.url);
    const runner = startDelivering();
    t.teardown(runner.close);
    const id = await decideOn('acct_a');
    t.ok(await arrives(receiver, 'acct_a'));
    await undo(id);
    t.ok(await arrives(receiver, 'acct_a', 2));
    const sent = about(receiver, 'acct_a');
    t.match(sent.map(bodyOf), [
      {
        type: 'target.restricted',
        data: {
          scope: 'account',
          version: 1,
          type: 'ban',
          reason_code: 'suspend_account',
          decision_id: id,
        },
      },
      { type: 'target.released', data: { scope: 'account', version: 2, type: null, until: null } },
    ]);
    t.equal(new Set(sent.map(({ headers }) => headers['webhook-id'])).size, 2);

    const { secret } = writeSigningKeys(
      deriveSigningKeys(instanceKey, { endpointId, generation: 1 }),
    );
    const verifier = new Webhook(secret);
    for (const { body, headers } of sent) {
      const named = headers as Record<string, string>;
      t.doesNotThrow(() => verifier.verify(body, named));
      t.throws(() => verifier.verify(`${body} `, named));
      t.match(named['webhook-signature'], /^v1,\S+ v1a,\S+$/);
    }
    t.ok(await becomes('acct_a', 'delivered'));
    await endAll();
  },
);

await t.test('what was undone before it was sent never arrives after its undoing', async (t) => {
  const receiver = await startReceiver(t);
  await addEndpoint(receiver.url);
  const id = await decideOn('acct_b');
  await undo(id);
  const runner = startDelivering();
  t.teardown(runner.close);
  t.ok(await arrives(receiver, 'acct_b'));
  t.match(
    (await statesOf('acct_b')).map(({ state }) => state),
    ['superseded', /queued|delivered/],
  );
  await decideOn('acct_b2');
  t.ok(await arrives(receiver, 'acct_b2'), 'something later has come');
  t.match(about(receiver, 'acct_b').map(bodyOf), [
    { type: 'target.released', data: { version: 2 } },
  ]);
  await endAll();
});

await t.test(
  'an undoing waits for the attempt that is on its way, and stops its repeats',
  async (t) => {
    const receiver = await startReceiver(t);
    await addEndpoint(receiver.url);
    const held = Promise.withResolvers<undefined>();
    receiver.answer((response, each) => {
      const isHeld = bodyOf(each).data.version === 1 && bodyOf(each).data.value === 'acct_c';
      if (isHeld) void held.promise.then(() => response.writeHead(500).end());
      else takes(response, each);
    });
    const runner = startDelivering(20_000);
    t.teardown(runner.close);
    const id = await decideOn('acct_c');
    t.ok(await arrives(receiver, 'acct_c'));
    await undo(id);
    await decideOn('acct_c2');
    t.ok(await arrives(receiver, 'acct_c2'), 'another subject is not delayed');
    t.equal(about(receiver, 'acct_c').length, 1, 'the undoing waits');
    held.resolve(undefined);
    t.ok(await arrives(receiver, 'acct_c', 2));
    t.same(
      about(receiver, 'acct_c').map((each) => bodyOf(each).data.version),
      [1, 2],
    );
    t.ok(await becomes('acct_c', 'delivered'));
    t.match(await statesOf('acct_c'), [{ state: 'superseded' }, { state: 'delivered' }]);
    await endAll();
  },
);

await t.test(
  'each bad receiver gets what is documented, and the others their messages',
  async (t) => {
    const [good, bad] = [await startReceiver(t), await startReceiver(t)];
    await addEndpoint(good.url);
    await addEndpoint(bad.url);
    const runner = startDelivering();
    t.teardown(runner.close);
    const faults: readonly (readonly [
      string,
      (response: Parameters<typeof takes>[0]) => void,
      Body,
    ])[] = [
      [
        'acct_500',
        (response) => response.writeHead(500).end(),
        { last_status: 500, last_error: 'status_refused' },
      ],
      [
        'acct_400',
        (response) => response.writeHead(400).end(),
        { last_status: 400, last_error: 'status_refused' },
      ],
      [
        'acct_301',
        (response) => response.writeHead(301, { location: good.url }).end(),
        { last_status: 301, last_error: 'redirect_refused' },
      ],
      ['acct_hang', () => undefined, { last_status: null, last_error: 'timeout' }],
      [
        'acct_half',
        (response) => {
          response.writeHead(200, { 'content-length': 10 }).write('12');
          response.destroy();
        },
        { last_status: null, last_error: 'econnreset' },
      ],
      [
        'acct_garbage',
        (response) => {
          response.socket?.end('garbage\r\n\r\n');
        },
        { last_status: null, last_error: /^hpe_/ },
      ],
      [
        'acct_long',
        (response) => response.writeHead(200).end('x'.repeat(100_000)),
        { last_status: null, last_error: 'answer_too_long' },
      ],
    ];
    for (const [account, answer, expected] of faults) {
      bad.answer(answer);
      await decideOn(account);
      t.ok(await arrives(good, account), `${account}: the good one has it`);
      const isTried = async () =>
        (await statesOf(account)).some(({ last_error: error }) => error !== null);
      t.ok(await waitUntil(isTried, { deadlineMs: 10_000 }), account);
      const failed = (await statesOf(account)).find(({ last_error: error }) => error !== null);
      t.match(failed, { state: 'queued', attempts: 1, ...expected }, account);
      bad.answer(takes);
      await dueNow();
      t.ok(await arrives(bad, account, 2), `${account}: the repeat`);
      t.equal(
        new Set(about(bad, account).map(({ headers }) => headers['webhook-id'])).size,
        1,
        'under the same id',
      );
    }
    t.equal(about(good, 'acct_301').length, 1, 'a redirect is not followed');

    bad.answer((response) => response.writeHead(429, { 'retry-after': '3600' }).end());
    await decideOn('acct_429');
    t.ok(
      await waitUntil(
        async () => (await statesOf('acct_429')).some((each) => each.last_status === 429),
        { deadlineMs: 10_000 },
      ),
    );
    const wait = await pool.query<{ seconds: number }>(
      `select extract(epoch from next_attempt_at - now())::double precision as seconds from deliveries join messages using (message_id)
     where value = 'acct_429' and last_status = 429`,
    );
    t.ok((wait.rows[0]?.seconds ?? 0) > 3_500, 'Retry-After is honoured');
    await endAll();
  },
);

await t.test('410 turns an endpoint off', async (t) => {
  const receiver = await startReceiver(t);
  const { endpointId } = await addEndpoint(receiver.url);
  receiver.answer((response) => response.writeHead(410).end());
  const runner = startDelivering();
  t.teardown(runner.close);
  await decideOn('acct_gone');
  const isOff = async () =>
    (
      await pool.query(
        'select 1 from endpoints where endpoint_id = $1 and disabled_at is not null',
        [endpointId],
      )
    ).rowCount === 1;
  t.ok(await waitUntil(isOff, { deadlineMs: 10_000 }));
  await decideOn('acct_later');
  t.same(await statesOf('acct_later'), [], 'nothing is queued for it any more');
});

await t.test('what ends by its date is announced by whoever delivers', async (t) => {
  const receiver = await startReceiver(t);
  await addEndpoint(receiver.url);
  const runner = startDelivering();
  t.teardown(runner.close);
  await decideOn('acct_short', { expires_at: new Date(Date.now() + 1_000).toISOString() });
  t.ok(await arrives(receiver, 'acct_short', 2));
  t.match(about(receiver, 'acct_short').map(bodyOf), [
    { type: 'target.restricted' },
    { type: 'target.released' },
  ]);
  await endAll();
});
