import t from 'tap';
import { startDesk } from '../../support/case-desk.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { app, cookies, decideOn } = await startDesk(t, stores);

async function send(path: string, fields: Readonly<Record<string, string>> = {}) {
  return app.inject({
    method: 'POST',
    url: `/endpoints${path}`,
    headers: {
      cookie: cookies.admin,
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
    },
    payload: new URLSearchParams(fields).toString(),
  });
}
const open = async (path: string, as: keyof typeof cookies = 'admin') =>
  app.inject({ url: `/endpoints${path}`, headers: { cookie: cookies[as] } });

const secretUrl = 'https://hooks.example.com/services/T0/B0/secret';
let id = '';

await t.test('an endpoint is made, and its keys are shown this once', async (t) => {
  t.match((await open('')).body, /data-qa="no-endpoints"/);
  const made = await send('', { url: secretUrl, description: 'gate' });
  t.equal(made.statusCode, 200);
  t.match(made.body, /whsec_[\w+/=]+[^]*whpk_/);
  id = /\/endpoints\/(\d+)\/ping/.exec(made.body)?.[1] ?? '';
  t.notMatch((await open(`/${id}`)).body, /whsec_/);
  t.match((await open('')).body, new RegExp(`href="/endpoints/${id}"[^]*gate[^]*never`));
  const rotated = await send(`/${id}/rotation`, { overlap_hours: '24' });
  t.match(rotated.body, /whsec_[^]*The keys of before sign too until/);
});

await t.test('what is wrong in a form stands on its page, with what was written', async (t) => {
  const wrong = await send('', { url: 'ftp://x', description: 'mine' });
  t.equal(wrong.statusCode, 400);
  t.match(wrong.body, /role="alert"[^]*https address[^]*value="mine"/);
  const ranged = await send(`/${id}/replay-range`, { from: '' });
  t.match(ranged.body, /Give a date and a time, in UTC/);
  t.match((await send(`/${id}/disable`, { reason: ' ' })).body, /Give the reason/);
  t.equal((await send('/999/ping')).statusCode, 404);
  t.equal((await open('/nonsense')).statusCode, 404);
});

await t.test('its page says what it was sent, and sends it again', async (t) => {
  const decision = await decideOn('acct_paged');
  t.match(
    (await open(`/${id}`)).body,
    new RegExp(`account acct_paged[^]*decision ${decision}[^]*waiting`),
  );
  await stores.pool.query(
    `update deliveries set state = 'dead', attempts = 10, last_status = 500, last_error = 'status_refused', last_attempt_at = now()`,
  );
  const page = (await open(`/${id}`)).body;
  t.match(page, /missed messages/);
  t.match(page, /given up[^]*500, status refused/);
  t.match((await open('')).body, /missed messages/);
  t.match((await open(`/${id}?state=dead`)).body, /data-state="dead"/);
  t.notMatch((await open(`/${id}?state=delivered`)).body, /data-qa="delivery"/);

  const again = await send(`/${id}/replay-dead`);
  t.equal(again.statusCode, 303);
  t.match(
    (await open(String(again.headers.location).slice('/endpoints'.length))).body,
    /1 message is sent again/,
  );
  t.match((await send(`/${id}/replay-range`, { from: '2026-01-01T00:00' })).headers, {
    location: `/endpoints/${id}?done=replayed-0`,
  });
});

await t.test('it is turned off and on, and every act is in the audit trail', async (t) => {
  await send(`/${id}/disable`, { reason: 'it moves house' });
  t.match((await open(`/${id}`)).body, /it moves house/);
  await send(`/${id}/enable`);
  t.notMatch((await open(`/${id}`)).body, /it moves house/);
  t.equal((await send(`/${id}/ping`)).statusCode, 303);
  const audit = await app.inject({
    url: `/api/audit?subject_kind=endpoint&subject_id=${id}`,
    headers: { cookie: cookies.admin },
  });
  const { items } = audit.json<{ items: { action: string }[] }>();
  t.same(
    items.map(({ action }) => action),
    [
      ...['endpoint_pinged', 'endpoint_enabled', 'endpoint_disabled', 'deliveries_replayed'],
      ...['deliveries_replayed', 'endpoint_rotated', 'endpoint_created'],
    ],
  );
});

await t.test('only an admin sees it, and the address least of all', async (t) => {
  for (const role of ['lead', 'reviewer', 'auditor'] as const) {
    t.equal((await open('', role)).statusCode, 403);
    t.equal((await open(`/${id}`, role)).statusCode, 403);
    const home = await app.inject({ url: '/cases', headers: { cookie: cookies[role] } });
    t.notMatch(home.body, /href="\/endpoints"/);
  }
});

await t.test(
  'an endpoint of a product is made from a form, and its page says what it can',
  async (t) => {
    const fields = { url: 'https://proxy.example.com', kind: 'litellm', description: 'proxy' };
    const wrong = await send('', { ...fields, settings: '{"throttle":', secret: 'sk-typed' });
    t.equal(wrong.statusCode, 400);
    t.match(wrong.body, /Write the settings as JSON[^]*throttle/);
    t.notMatch(wrong.body, /sk-typed/, 'a credential is typed again');
    const made = await send('', { ...fields, settings: '', secret: 'sk-typed' });
    t.equal(made.statusCode, 200);
    t.notMatch(made.body, /sk-typed|whsec_/);
    const proxyId = /\/endpoints\/(\d+)\/ping/.exec(made.body)?.[1] ?? '';
    t.match(made.body, /account, apikey_hash/);
    t.equal((await send(`/${proxyId}/secret`, { secret: 'sk-other' })).statusCode, 303);
    t.match((await send(`/${proxyId}/secret`, { secret: '' })).body, /role="alert"/);
  },
);
