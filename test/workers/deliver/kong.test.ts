import t from 'tap';
import { settingsOf } from '../../../services/webhooks/endpoint-kinds.ts';
import { startCarrying } from '../../support/carrying.ts';
import { startDesk } from '../../support/case-desk.ts';
import { startKongAdmin } from '../../support/kong-admin.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { decideOn, undo, post } = await startDesk(t, stores);
const kong = await startKongAdmin(t);
const carrying = startCarrying(t, stores);
const settings = settingsOf.kong.parse({ throttle_group: 'slow' });
const endpoint = { kind: 'kong', url: kong.url, settings } as const;
const endpointId = await carrying.addEndpoint({ ...endpoint, secret: kong.token });
carrying.start();

await t.test('a suspended account joins the group, and leaves it with the undoing', async (t) => {
  const groups = kong.add({ custom_id: 'acct_a' });
  groups.add('customers');
  const id = await decideOn('acct_a');
  t.match(await carrying.ended('acct_a'), { state: 'delivered', error: null });
  t.same([...groups], ['customers', 'stillwatch-blocked']);
  await undo(id);
  t.match(await carrying.ended('acct_a', 2), { state: 'delivered' });
  t.same([...groups], ['customers'], 'what is not ours stays');
});

await t.test('from slow to blocked: in the new group before it leaves the old one', async (t) => {
  const groups = kong.add({ username: 'acct_b' });
  await decideOn('acct_b', { action: 'throttle' });
  await carrying.ended('acct_b');
  t.same([...groups], ['slow'], 'found by its name, as it has no custom id');
  const before = kong.received.length;
  await decideOn('acct_b');
  t.match(await carrying.ended('acct_b', 2), { state: 'delivered' });
  t.same([...groups], ['stillwatch-blocked']);
  const changes = kong.received.slice(before).filter(({ method }) => method !== 'GET');
  t.match(changes, [{ method: 'POST' }, { method: 'DELETE', path: /acls\/slow$/ }]);
});

await t.test('a repeat finds it done and is content', async (t) => {
  const groups = kong.add({ custom_id: 'acct_c' });
  groups.add('stillwatch-blocked');
  const id = await decideOn('acct_c');
  t.match(await carrying.ended('acct_c'), { state: 'delivered' });
  groups.clear();
  await undo(id);
  t.match(await carrying.ended('acct_c', 2), { state: 'delivered' });
});

await t.test('what it cannot do is refused once, with its reason', async (t) => {
  const groups = kong.add({ custom_id: 'acct_d' });
  const refusals = [
    ['acct_unknown', 'target_unknown', {}],
    ['..', 'target_unfit', {}],
    ['acct_d', 'action_not_supported', { action: 'request_verification' }],
  ] as const;
  for (const [account, error, order] of refusals) {
    await decideOn(account, order);
    t.match(await carrying.ended(account), { state: 'refused', error });
  }
  t.same([...groups], []);
});

await t.test('a challenge it has no group for still ends a throttle it has', async (t) => {
  const groups = kong.add({ custom_id: 'acct_e' });
  const id = await decideOn('acct_e', { action: 'throttle' });
  await carrying.ended('acct_e');
  await undo(id);
  await decideOn('acct_e', { action: 'request_verification' });
  t.match(await carrying.ended('acct_e', 3), { state: 'refused' });
  t.same([...groups], []);
});

await t.test('a name with a path in it reaches only the consumer that has it', async (t) => {
  const victim = kong.add({ username: 'victim' });
  const odd = kong.add({ username: 'x/../victim?a=1' });
  await decideOn('x/../victim?a=1');
  t.match(await carrying.ended('x/../victim?a=1'), { state: 'delivered' });
  t.same([[...victim], [...odd]], [[], ['stillwatch-blocked']]);
});

await t.test('a wrong credential is tried again until the right one is given', async (t) => {
  await post('admin', `/api/endpoints/${endpointId}/disable`, { reason: 'another follows' });
  await carrying.addEndpoint({ ...endpoint, secret: 'not-the-token' });
  kong.add({ custom_id: 'acct_f' });
  await decideOn('acct_f');
  t.match(await carrying.ended('acct_f'), {
    ...{ state: 'queued', status: 401, error: 'status_refused' },
  });
});
