import t from 'tap';
import { settingsOf } from '../../../services/webhooks/endpoint-kinds.ts';
import { startCarrying } from '../../support/carrying.ts';
import { startDesk } from '../../support/case-desk.ts';
import { startReceiver } from '../../support/receiver.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { decideOn, undo, openCase } = await startDesk(t, stores);
const product = await startReceiver(t);
const { start, addEndpoint, ended } = startCarrying(t, stores);
const settings = settingsOf.http.parse({
  secret_header: 'X-Api-Key',
  ban: {
    ...{ method: 'PUT', path: '/v2/users/{value}/state' },
    body: { state: 'off', why: 'case {case_id}: {action}', until: '{until}', user: ['{value}'] },
  },
  release: { method: 'DELETE', path: '/v2/users/{value}/state' },
});
await addEndpoint({ kind: 'http', url: product.url, settings, secret: 'of-the-product' });
start();
const last = () => product.received.at(-1);

await t.test('the calls are made as they are written down, with the credential', async (t) => {
  const { id: caseId } = await openCase('acct a/1');
  const id = await decideOn('acct a/1', { expires_at: '2031-01-02T03:04:05Z' });
  t.match(await ended('acct a/1'), { state: 'delivered' });
  t.match(last(), {
    ...{ method: 'PUT', path: '/hook/v2/users/acct%20a%2F1/state' },
    headers: { 'x-api-key': 'of-the-product', 'content-type': 'application/json' },
  });
  t.same(JSON.parse(last()?.body ?? ''), {
    ...{ state: 'off', why: `case ${caseId}: ban`, until: '2031-01-02T03:04:05.000Z' },
    user: ['acct a/1'],
  });
  await undo(id);
  t.match(await ended('acct a/1', 2), { state: 'delivered' });
  t.match(last(), { method: 'DELETE', body: '', path: '/hook/v2/users/acct%20a%2F1/state' });
});

await t.test('nothing in a name leads to another address or ends its string', async (t) => {
  const hostile = 'x","admin":true,"y":"{scope}?a#b';
  await decideOn(hostile);
  t.match(await ended(hostile), { state: 'delivered' });
  t.match(JSON.parse(last()?.body ?? ''), { user: [hostile] });
  t.equal(last()?.path, `/hook/v2/users/${encodeURIComponent(hostile)}/state`);
  const before = product.received.length;
  await decideOn('..');
  t.match(await ended('..'), { state: 'refused', error: 'target_unfit' });
  t.equal(product.received.length, before);
});

await t.test(
  'a restriction without a call is refused, after what there was is lifted',
  async (t) => {
    await decideOn('acct_slow', { action: 'throttle' });
    t.match(await ended('acct_slow'), { state: 'refused', error: 'action_not_supported' });
    t.match(last(), { method: 'DELETE', path: '/hook/v2/users/acct_slow/state' });
  },
);
