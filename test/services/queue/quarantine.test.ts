import t from 'tap';
import { openQuarantine } from '../../../services/queue/quarantine.ts';
import { connectProducer, whenReady } from '../../../services/queue/redis-connection.ts';
import { startOwnRedis } from '../../support/stores.ts';

const redis = connectProducer((await startOwnRedis(t)).url);
await whenReady(redis);
t.teardown(() => {
  redis.disconnect();
});
const dayMs = 86_400_000;
const nothing = { records: [], codes: {} };
const twoNameless = { records: ['{"a":1}', '{"b":"ü"}'], codes: { account_missing: 2 } };
const oneInvalid = { records: ['[]'], codes: { source_record_invalid: 1 } };

await t.test('what is kept comes back in its order, each source for itself', async (t) => {
  const quarantine = openQuarantine(redis, 'kong');
  t.equal(await quarantine.summarise(), undefined);
  t.equal(await quarantine.keep(twoNameless), true);
  t.equal(await quarantine.keep(oneInvalid), true);
  t.match(await quarantine.read(), [twoNameless, oneInvalid]);
  const summary = await quarantine.summarise();
  t.match(summary, { records: 3, codes: { account_missing: 2, source_record_invalid: 1 } });
  t.ok(Math.abs((summary?.oldestAt.getTime() ?? 0) - Date.now()) < 60_000);
  t.same(await openQuarantine(redis, 'envoy').read(), []);
});

await t.test('what is read is taken out, what is left of it stays, once', async (t) => {
  const quarantine = openQuarantine(redis, 'litellm');
  for (const each of [twoNameless, oneInvalid, twoNameless]) await quarantine.keep(each);
  const ids = (await quarantine.read()).map(({ id }) => id);
  await quarantine.replace(ids.slice(0, 2), oneInvalid);
  t.match(await quarantine.read(), [twoNameless, oneInvalid]);
  await quarantine.replace(ids.slice(0, 2), oneInvalid);
  t.match(
    await quarantine.summarise(),
    { records: 3, codes: { account_missing: 2, source_record_invalid: 1 } },
    'the same again adds nothing',
  );
  await quarantine.replace(
    (await quarantine.read()).map(({ id }) => id),
    nothing,
  );
  t.equal(await quarantine.summarise(), undefined);
  t.same(await redis.hgetall('{sw:quarantine:litellm}:totals'), {
    ...{ records: '0', bytes: '0' },
    ...{ 'code:account_missing': '0', 'code:source_record_invalid': '0' },
  });
});

await t.test('it takes no more than its limit, and forgets after 30 days', async (t) => {
  const bytes = { maxBytes: 100 };
  const small = openQuarantine(redis, 'vertex', bytes);
  t.equal(await small.keep(twoNameless), true);
  const large = { records: [JSON.stringify({ text: [...Array(999).keys()].join() })], codes: {} };
  t.equal(await small.keep(large), false);
  t.match(await small.read(), [twoNameless]);
  t.match(await small.summarise(), { records: 2 });

  const later = (days: number) =>
    openQuarantine(redis, 'vertex', { ...bytes, clock: () => Date.now() + days * dayMs });
  for (let kept = 1; kept < 3; kept += 1) await small.keep(oneInvalid);
  t.equal(await later(29).keep(large), false);
  t.match(await small.summarise(), { records: 4 });
  t.equal(await later(31).keep(oneInvalid), true);
  t.match(await small.read(), [oneInvalid]);
  t.match(await small.summarise(), { records: 1, codes: { source_record_invalid: 1 } });
});
