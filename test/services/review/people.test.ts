import t from 'tap';
import { listAuditEntries } from '../../../services/storage/audit-entries.ts';
import { findStaffUserByEmail, type StaffRole } from '../../../services/storage/staff-users.ts';
import { startDesk } from '../../support/case-desk.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { app, addKey, cookies, get, post } = await startDesk(t, stores);

interface Made {
  readonly id: string;
  readonly password: string;
  readonly secret: string;
}
interface Listed {
  readonly email: string;
  readonly sessions: number;
  readonly last_seen_at: string | null;
}

const idOf = async (email: string) =>
  (await findStaffUserByEmail(stores.pool, email))?.staffUserId ?? '';
const signIn = (email: string, password: string) =>
  app.inject({
    method: 'POST',
    url: '/sign-in',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ email, password }).toString(),
  });
const open = (url: string, as: StaffRole = 'admin') =>
  app.inject({ url, headers: { accept: 'text/html', cookie: cookies[as] } });
const send = (url: string, fields: Readonly<Record<string, string>>, as: StaffRole = 'admin') =>
  app.inject({
    method: 'POST',
    url,
    headers: {
      ...{ accept: 'text/html', cookie: cookies[as] },
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams(fields).toString(),
  });
/** What the page shows as a secret. */
const secretIn = (body: string) => /data-qa="secret-value">([^<]+)</.exec(body)?.[1] ?? '';

await t.test('somebody who was added signs in with the password of the answer', async (t) => {
  const given = { email: 'New@example.com', role: 'reviewer' };
  const added = await post('admin', '/api/staff-users', given);
  t.match(added, { statusCode: 201 });
  const { id, password } = added.json<Made>();
  t.match(await post('admin', '/api/staff-users', given), { statusCode: 409 });
  t.equal((await signIn('new@example.com', password)).statusCode, 303);
  const { items } = await get<{ items: Listed[] }>('/api/staff-users', 'admin');
  t.match(
    items.find(({ email }) => email === 'new@example.com'),
    { id, role: 'reviewer', sessions: 1, disabled_at: null },
  );
  t.type(items.find(({ email }) => email === 'alan@example.com')?.last_seen_at, 'string');
  t.notMatch(JSON.stringify(items), /password|argon2/);

  const reset = await post('admin', `/api/staff-users/${id}/password`);
  t.equal((await signIn('new@example.com', password)).statusCode, 401);
  t.equal((await signIn('new@example.com', reset.json<Made>().password)).statusCode, 303);
});

await t.test('addresses and roles are checked', async (t) => {
  for (const given of [
    { email: 'nobody', role: 'lead' },
    { email: 'a b@example.com', role: 'lead' },
    { email: 'a\u0000@example.com', role: 'lead' },
    { email: 'a@example.com', role: 'owner' },
  ]) {
    t.match(await post('admin', '/api/staff-users', given), { statusCode: 400 });
  }
});

await t.test('an admin cannot lock themselves out', async (t) => {
  const own = `/api/staff-users/${await idOf('alan@example.com')}`;
  t.match((await post('admin', `${own}/disable`)).json(), { code: 'own_role_forbidden' });
  t.match(await post('admin', `${own}/role`, { role: 'lead' }), { statusCode: 409 });
  t.match(await post('admin', `${own}/role`, { role: 'admin' }), { statusCode: 200 });
  t.match(await post('admin', '/api/staff-users/x/disable'), { statusCode: 404 });
});

await t.test('keys are shown once, work, and are revoked', async (t) => {
  const made = await post('admin', '/api/keys', { scope: 'api', name: 'reports' });
  t.match(made, { statusCode: 201 });
  const { id, secret } = made.json<Made>();
  const headers = { authorization: `Bearer ${secret}` };
  t.equal((await app.inject({ url: '/api/alerts', headers })).statusCode, 200);
  const listed = await open('/api/keys');
  t.match(listed.json(), { items: [{ id, name: 'reports', scope: 'api', revoked_at: null }] });
  t.notMatch(listed.body, secret);
  const revoked = await post('admin', `/api/keys/${id}/revoke`);
  t.match(revoked.json(), { revoked_at: /^2/ });
  t.same((await post('admin', `/api/keys/${id}/revoke`)).json(), revoked.json());
  t.match(await post('admin', '/api/keys/none/revoke'), { statusCode: 404 });
  const { items } = await listAuditEntries(
    stores.pool,
    { subjectKind: 'api_key', subjectId: `key:${id}` },
    { limit: 9 },
  );
  t.match(items, [{ action: 'api_key_revoked' }, { action: 'api_key_created' }]);
  t.equal(items.length, 2);
  t.notMatch(JSON.stringify(items), secret);
});

await t.test('a key cannot manage people, nor has it sessions', async (t) => {
  const headers = { authorization: `Bearer ${await addKey('api')}` };
  for (const url of ['/api/staff-users', '/api/keys', '/api/me/sessions']) {
    t.match((await app.inject({ url, headers })).json(), { code: 'role_forbidden' }, url);
  }
});

await t.test('the page is for admins, and so is the way to it', async (t) => {
  for (const role of ['reviewer', 'lead', 'auditor'] as const) {
    t.match(await open('/people', role), { statusCode: 403, body: /role_forbidden/ });
    t.match(await send('/people/keys', { scope: 'api', name: 'x' }, role), { statusCode: 403 });
    t.notMatch((await open('/campaigns', role)).body, /href="\/people"/);
  }
  const { statusCode, body } = await open('/people');
  t.equal(statusCode, 200);
  t.match(body, /href="\/people" aria-current="page"/);
  t.match(body, /rosa@example\.com/);
  t.notMatch(body, / style=/);
});

await t.test('a secret stands on the answering page and nowhere else', async (t) => {
  const added = await send('/people/staff-users', { email: 'page@example.com', role: 'lead' });
  t.match(added, { statusCode: 200, headers: { 'cache-control': 'no-store' } });
  const password = secretIn(added.body);
  t.equal((await signIn('page@example.com', password)).statusCode, 303);
  const key = await send('/people/keys', { scope: 'ingest', name: '<b>gw</b>', source: '' });
  t.match(secretIn(key.body), /^sw_ingest_/);
  t.match(key.body, /&lt;b&gt;gw/);
  const again = (await open('/people')).body;
  t.notMatch(again, secretIn(key.body));
  t.notMatch(again, password);
  const at = `/people/staff-users/${await idOf('page@example.com')}`;
  t.not(secretIn((await send(`${at}/password`, {})).body), password);
});

await t.test('a form that is done leads back, one that is refused says why', async (t) => {
  const at = `/people/staff-users/${await idOf('page@example.com')}`;
  for (const [path, fields, done] of [
    ['role', { role: 'auditor' }, 'role'],
    ['disable', {}, 'disabled'],
    ['enable', {}, 'enabled'],
  ] as const) {
    const answer = await send(`${at}/${path}`, fields);
    t.match(answer, { statusCode: 303, headers: { location: `/people?done=${done}` } });
    t.match((await open(`/people?done=${done}`)).body, /data-qa="done"/);
  }
  const taken = await send('/people/staff-users', { email: 'page@example.com', role: 'lead' });
  t.match(taken, { statusCode: 409, body: /There is a user page@example\.com already/ });
  t.match(taken.body, /name="email"[^>]*value="page@example\.com"/);
  const own = `/people/staff-users/${await idOf('alan@example.com')}/disable`;
  t.match(await send(own, {}), { statusCode: 409, body: /ask another admin/ });
  t.match(await send('/people/staff-users', { email: 'x', role: 'lead' }), {
    statusCode: 400,
    body: /An address is needed/,
  });
  t.match((await open('/people?done=<script>')).body, /<h1>People and keys/);
});

await t.test('no form comes from another site', async (t) => {
  const headers = { cookie: cookies.admin, 'sec-fetch-site': 'cross-site' };
  for (const url of ['/people/keys', '/api/keys', '/me/password', '/api/me/password']) {
    const answer = await app.inject({ method: 'POST', url, headers, payload: {} });
    t.match(answer.json(), { code: 'origin_forbidden' }, url);
  }
});
