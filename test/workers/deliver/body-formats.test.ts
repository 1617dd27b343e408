import { randomBytes } from 'node:crypto';
import { HTTP, type CloudEvent } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import t from 'tap';
import { createLogger } from '../../../services/logger.ts';
import { waitUntil } from '../../../services/runtime/wait-until.ts';
import { endpointFormats, insertEndpoint } from '../../../services/storage/endpoints.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import { deriveSigningKeys, writeSigningKeys } from '../../../services/webhooks/signing-keys.ts';
import { createPost } from '../../../workers/deliver/post-signed.ts';
import { runDeliveries } from '../../../workers/deliver/run-deliveries.ts';
import { startDesk } from '../../support/case-desk.ts';
import { startReceiver, type Received } from '../../support/receiver.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { pool } = stores;
const { decideOn, undo } = await startDesk(t, stores);
const instanceKey = randomBytes(32);
const account = 'acct "ü" 50%';

interface Collected {
  readonly endpointId: string;
  readonly received: readonly Received[];
}

/** What an endpoint of each format gets of a suspension and its undoing. */
async function collect(): Promise<ReadonlyMap<string, Collected>> {
  const receivers = new Map<string, Collected>();
  for (const format of endpointFormats) {
    const receiver = await startReceiver(t);
    const given = { url: receiver.url, description: '', createdBy: 'staff:1', format };
    const { endpointId } = await inTransaction(pool, (client) => insertEndpoint(client, given));
    receivers.set(format, { received: receiver.received, endpointId });
  }
  const runner = runDeliveries({
    ...{ pool, clock: Date.now, log: createLogger('deliver', 'silent'), workerId: 'deliver-1' },
    ...{ claimMs: 60_000, random: () => 0, report: () => Promise.resolve() },
    post: createPost({ instanceKey, clock: Date.now, allowed: ['127.0.0.1'], timeoutMs: 5_000 }),
    counters: { delivered: 0, failed: 0, announced: 0 },
  });
  t.teardown(runner.close);
  const has = (messages: number) =>
    waitUntil(() => [...receivers.values()].every(({ received }) => received.length === messages), {
      deadlineMs: 10_000,
    });
  const decisionId = await decideOn(account);
  if (!(await has(1))) throw new Error('the suspension did not arrive');
  await undo(decisionId);
  if (!(await has(2))) throw new Error('the undoing did not arrive');
  return receivers;
}

const sent = await collect();
const receivedAs = (format: string) => sent.get(format)?.received ?? [];
const bodiesOf = (format: string) =>
  receivedAs(format).map(({ body }) => JSON.parse(body) as Record<string, unknown>);
const native = bodiesOf('native');

await t.test('every body is signed as it was sent', (t) => {
  for (const { received, endpointId } of sent.values()) {
    const keys = deriveSigningKeys(instanceKey, { endpointId, generation: 1 });
    const { secret } = writeSigningKeys(keys);
    for (const { body, headers } of received) {
      t.ok(new Webhook(secret).verify(body, headers as Record<string, string>));
    }
  }
  t.end();
});

for (const format of ['cloudevents', 'cloudevents-binary']) {
  await t.test(`${format}: the SDK of the specification reads and validates it`, (t) => {
    const events = receivedAs(format).map(
      ({ headers, body }) => HTTP.toEvent({ headers, body }) as CloudEvent,
    );
    t.ok(events.every((event) => event.validate()));
    t.match(
      events.map(({ specversion, type, source, time, data }) => ({
        specversion,
        type,
        source,
        time,
        data,
      })),
      [
        {
          type: 'stillwatch.target.restricted',
          data: native[0]?.['data'],
          time: native[0]?.['timestamp'],
        },
        { type: 'stillwatch.target.released', data: native[1]?.['data'] },
      ],
    );
    t.same(
      events.map(({ id }) => id),
      receivedAs(format).map(({ headers }) => headers['webhook-id']),
    );
    t.end();
  });
}

t.test('a subject that no header can hold is encoded as the HTTP binding says', (t) => {
  const subject = `account/${account}`;
  t.equal(bodiesOf('cloudevents')[0]?.['subject'], subject);
  const [first] = receivedAs('cloudevents-binary');
  const header = String(first?.headers['ce-subject']);
  t.equal(header, 'account/acct%20%22%C3%BC%22%2050%25');
  t.equal(decodeURIComponent(header), subject);
  t.end();
});

t.test('ocsf: a Detection Finding with all that the class requires', (t) => {
  const [restricted, released] = bodiesOf('ocsf');
  const data = (native[0]?.['data'] ?? {}) as Record<string, unknown>;
  t.match(restricted, {
    ...{ category_uid: 2, class_uid: 2004, activity_id: 1, type_uid: 200401 },
    ...{ severity_id: 4, status_id: 1, is_alert: true },
    time: Date.parse(String(native[0]?.['timestamp'])),
    metadata: { version: '1.4.0', uid: /^msg_/, product: { name: 'Stillwatch' } },
    finding_info: { uid: `case_${String(data['case_id'])}`, title: String },
    evidences: [{ user: { uid: account } }],
    unmapped: { stillwatch: data },
  });
  t.match(released, { activity_id: 3, type_uid: 200403, status_id: 4, severity_id: 1 });
  t.end();
});
