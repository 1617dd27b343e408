import { randomBytes } from 'node:crypto';
import t from 'tap';
import { waitUntil } from '../../services/runtime/wait-until.ts';
import { insertEndpoint } from '../../services/storage/endpoints.ts';
import { inTransaction } from '../../services/storage/transaction.ts';
import { orderOf, startDesk } from '../support/case-desk.ts';
import { startReceiver, takes } from '../support/receiver.ts';
import { spawnRole } from '../support/spawn-role.ts';
import { startStores } from '../support/stores.ts';

const accounts = Array.from({ length: 60 }, (_, n) => `acct_${n}`);

interface Sent {
  readonly data: { readonly value: string; readonly version: number };
}

await t.test(
  'killed while it sends, a deliver worker loses nothing, and repeats under the same ids',
  async (t) => {
    const stores = await startStores(t);
    const { post, openCase } = await startDesk(t, stores);
    const receiver = await startReceiver(t);
    await inTransaction(stores.pool, (client) =>
      insertEndpoint(client, { url: receiver.url, description: '', createdBy: 'staff:1' }),
    );
    for (const account of accounts) {
      const found = await openCase(account);
      await post('lead', `/api/cases/${found.id}/decisions`, orderOf(found));
    }
    // Every third message is taken and never answered: whoever sends it dies not knowing.
    receiver.answer((response, received) => {
      if (receiver.received.length % 3 !== 0) takes(response, received);
    });
    const settings = {
      ...{
        DATABASE_URL: stores.databaseUrl,
        REDIS_URL: stores.redisUrl,
        EGRESS_ALLOW: '127.0.0.1',
      },
      ...{ WEBHOOK_KEY: randomBytes(32).toString('base64'), LEASE_MS: '500' },
    };
    const killings = [5, 15, 25];
    for (const after of killings) {
      const worker = spawnRole(t, 'deliver', settings);
      const hasSent = () => receiver.received.length >= after;
      t.ok(await waitUntil(hasSent, { deadlineMs: 60_000 }), `${after} have arrived`);
      await worker.end('SIGKILL');
    }
    receiver.answer(takes);
    const last = spawnRole(t, 'deliver', settings);
    const idsOf = () =>
      new Map(
        receiver.received.map(({ headers, body }) => [
          String(headers['webhook-id']),
          (JSON.parse(body) as Sent).data.value,
        ]),
      );
    const areAllDelivered = async () =>
      (await stores.pool.query(`select 1 from deliveries where state <> 'delivered'`)).rowCount ===
      0;
    t.ok(await waitUntil(areAllDelivered, { deadlineMs: 60_000 }), 'nothing stays behind');
    t.same([...idsOf().values()].sort(), [...accounts].sort(), 'one id for each');
    t.ok(receiver.received.length > accounts.length, 'some came twice');
    t.equal(await last.end('SIGTERM'), 0);
  },
);
