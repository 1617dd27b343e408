import { CrowdSecBouncer } from '@crowdsec/nodejs-bouncer';
import t from 'tap';
import { waitUntil } from '../../../services/runtime/wait-until.ts';
import { orderOf, startDesk, type DeskCase } from '../../support/case-desk.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { post, openCase } = await startDesk(t, stores);
const gateway = await startGateway(t, stores);
const { key } = await gateway.addKey('enforcement');
const url = await gateway.app.listen({ host: '127.0.0.1', port: 0 });

await t.test('the published bouncer blocks and unblocks by our decisions, as it is', async (t) => {
  const bouncer = new CrowdSecBouncer({
    ...{ url, bouncerApiToken: key, streamMode: true },
  });
  const remediationOf = async (ip: string) => (await bouncer.getIpRemediation(ip)).remediation;
  const pull = () => bouncer.refreshDecisions();
  await pull();
  t.equal(await remediationOf('203.0.113.70'), 'bypass');

  const found = await openCase('acct_fleet');
  const order = orderOf(found, {
    ...{ action: 'block_network', networks: ['203.0.113.64/26', '198.51.100.7'] },
  });
  const { id } = (await post('lead', `/api/cases/${found.id}/decisions`, order)).json<DeskCase>();
  await post('admin', `/api/decisions/${id}/approval`, { verdict: 'approved', reason: 'seen' });
  const becomes = (ip: string, remediation: string) =>
    waitUntil(
      async () => {
        await pull();
        return (await remediationOf(ip)) === remediation;
      },
      { deadlineMs: 5_000 },
    );
  t.ok(await becomes('203.0.113.70', 'ban'));
  t.equal(await remediationOf('198.51.100.7'), 'ban');
  t.equal(await remediationOf('203.0.113.130'), 'bypass');

  await post('lead', `/api/decisions/${id}/undo`, {
    ...{ policy_clause: 'terms 4.2', reason: 'a mistake', idempotency_key: 'undo' },
  });
  t.ok(await becomes('203.0.113.70', 'bypass'));
  t.equal(await remediationOf('198.51.100.7'), 'bypass');
});

await t.test('asking for one address works as well as following', async (t) => {
  const found = await openCase('acct_other');
  const order = orderOf(found, { action: 'block_network', networks: ['192.0.2.7'] });
  const { id } = (await post('lead', `/api/cases/${found.id}/decisions`, order)).json<DeskCase>();
  await post('admin', `/api/decisions/${id}/approval`, { verdict: 'approved', reason: 'seen' });
  // The bouncer keeps an answer, so that it is asked once the decision has arrived.
  const check = { method: 'POST', url: '/v1/authz', headers: { 'x-api-key': key } } as const;
  const isBlocked = async () =>
    (await gateway.app.inject({ ...check, payload: { ip: '192.0.2.7' } })).statusCode === 403;
  t.ok(await waitUntil(isBlocked, { deadlineMs: 5_000 }));
  const asking = new CrowdSecBouncer({ url, bouncerApiToken: key });
  t.equal((await asking.getIpRemediation('192.0.2.7')).remediation, 'ban');
});
