import t from 'tap';
import { settingsOf } from '../../../services/webhooks/endpoint-kinds.ts';
import { startCarrying } from '../../support/carrying.ts';
import { orderOf, startDesk } from '../../support/case-desk.ts';
import { startLiteLlmProxy } from '../../support/litellm-proxy.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { decideOn, undo, openCase, post } = await startDesk(t, stores);
const proxy = await startLiteLlmProxy(t);
const { start, addEndpoint, ended, dueNow } = startCarrying(t, stores);
const settings = settingsOf.litellm.parse({ throttle: { rpm_limit: 10 } });
await addEndpoint({ kind: 'litellm', url: proxy.url, settings, secret: proxy.masterKey });
start();

await t.test('every key of the account is blocked, and freed with the undoing', async (t) => {
  const mine = Array.from({ length: 120 }, (_, index) =>
    proxy.add(`key_a${String(index)}`, { user_id: 'acct_a' }),
  );
  const other = proxy.add('key_other', { user_id: 'acct_other' });
  const id = await decideOn('acct_a');
  t.match(await ended('acct_a'), { state: 'delivered', error: null });
  t.ok(
    mine.every(({ blocked }) => blocked === true),
    'past the first page too',
  );
  await undo(id);
  t.match(await ended('acct_a', 2), { state: 'delivered' });
  t.ok(mine.every(({ blocked }) => blocked === false));
  t.same(other, { user_id: 'acct_other', blocked: null, rpm_limit: null, tpm_limit: null });
  t.ok(proxy.received.every(({ headers }) => headers['litellm-changed-by'] === 'stillwatch'));
});

await t.test('a key that its owner had blocked before stays blocked', async (t) => {
  const key = proxy.add('key_b', { user_id: 'acct_b', blocked: true });
  const id = await decideOn('acct_b');
  await ended('acct_b');
  await undo(id);
  t.match(await ended('acct_b', 2), { state: 'delivered' });
  t.equal(key.blocked, true);
});

await t.test('a throttle never gives more than a key had, and gives that back', async (t) => {
  const tight = proxy.add('key_c1', { user_id: 'acct_c', rpm_limit: 3, tpm_limit: 1_000 });
  const wide = proxy.add('key_c2', { user_id: 'acct_c', rpm_limit: 600, tpm_limit: 9_000 });
  const free = proxy.add('key_c3', { user_id: 'acct_c' });
  const limits = () => [tight, wide, free].map((key) => [key.rpm_limit, key.tpm_limit]);
  const before = limits();
  const id = await decideOn('acct_c', { action: 'throttle' });
  t.match(await ended('acct_c'), { state: 'delivered' });
  t.same(limits(), [
    [3, 1_000],
    [10, 9_000],
    [10, null],
  ]);
  await undo(id);
  t.match(await ended('acct_c', 2), { state: 'delivered' });
  t.same(limits(), before);
});

await t.test('from a throttle to a block and back to how it was at first', async (t) => {
  const key = proxy.add('key_d', { user_id: 'acct_d', rpm_limit: 600 });
  const slow = await decideOn('acct_d', { action: 'throttle' });
  await ended('acct_d');
  const blocked = await decideOn('acct_d');
  await ended('acct_d', 2);
  t.match(key, { blocked: true, rpm_limit: 600 });
  await undo(blocked);
  await ended('acct_d', 3);
  t.match(key, { blocked: false, rpm_limit: 10 }, 'the throttle stands yet');
  await undo(slow);
  t.match(await ended('acct_d', 4), { state: 'delivered' });
  t.match(key, { blocked: false, rpm_limit: 600 });
});

await t.test('a limit that a person set meanwhile stays', async (t) => {
  const key = proxy.add('key_e', { user_id: 'acct_e', rpm_limit: 600 });
  const id = await decideOn('acct_e', { action: 'throttle' });
  await ended('acct_e');
  key.rpm_limit = 42;
  await undo(id);
  t.match(await ended('acct_e', 2), { state: 'delivered' });
  t.equal(key.rpm_limit, 42);
});

await t.test('a key under two decisions is free with the last of them', async (t) => {
  const key = proxy.add('key_f', { user_id: 'acct_f' });
  const whole = await decideOn('acct_f');
  await ended('acct_f');
  const found = await openCase('acct_f2');
  const order = orderOf(found, { action: 'suspend_key', api_key_ids: ['key_f'] });
  const alone = (await post('lead', `/api/cases/${found.id}/decisions`, order)).json<{
    id: string;
  }>();
  t.match(await ended('key_f'), { state: 'delivered' });
  await undo(whole);
  t.match(await ended('acct_f', 2), { state: 'delivered' });
  t.equal(key.blocked, true, 'the decision on the key stands');
  await undo(alone.id);
  t.match(await ended('key_f', 2), { state: 'delivered' });
  t.equal(key.blocked, false);
});

await t.test('a lost answer is tried again, and how the key was is not forgotten', async (t) => {
  const key = proxy.add('key_g', { user_id: 'acct_g', rpm_limit: 600 });
  proxy.loseAnswers(({ path }) => path.endsWith('/key/update'));
  const id = await decideOn('acct_g', { action: 'throttle' });
  t.match(await ended('acct_g'), { state: 'queued', status: 503 });
  t.equal(key.rpm_limit, 10, 'done, though it was not told');
  proxy.loseAnswers(() => false);
  await undo(id);
  await dueNow();
  t.match(await ended('acct_g', 2), { state: 'delivered' });
  t.equal(key.rpm_limit, 600);
});

await t.test('an undone block that was carried out for only some keys frees these', async (t) => {
  const [first, second] = ['key_h1', 'key_h2'].map((name) =>
    proxy.add(name, { user_id: 'acct_h' }),
  );
  proxy.loseAnswers(({ path, body }) => path.endsWith('/key/block') && body.includes('key_h1'));
  const id = await decideOn('acct_h');
  await ended('acct_h');
  t.match([first?.blocked, second?.blocked], [true, null]);
  proxy.loseAnswers(() => false);
  await undo(id);
  t.match(await ended('acct_h', 2), { state: 'delivered' });
  t.match([first?.blocked, second?.blocked], [false, null]);
});

await t.test(
  'an account without a user is the hash of its key; one of neither is told',
  async (t) => {
    const key = proxy.add('hash_i', { user_id: 'nobody' });
    await decideOn('hash_i');
    t.match(await ended('hash_i'), { state: 'delivered' });
    t.equal(key.blocked, true);
    await decideOn('acct_gone');
    t.match(await ended('acct_gone'), { state: 'refused', error: 'target_unknown' });
    await decideOn('acct_other', { action: 'request_verification' });
    t.match(await ended('acct_other'), { state: 'refused', error: 'action_not_supported' });
  },
);

await t.test(
  'when all is undone nothing is remembered of how keys were, but of a stranger',
  async (t) => {
    const { rows } = await stores.pool.query<{ key: string }>('select key from held_keys');
    t.same(
      rows.map(({ key }) => key),
      ['hash_i'],
    );
  },
);
