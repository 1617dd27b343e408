import { createHash, scryptSync } from 'node:crypto';
import t from 'tap';
import { listAuditEntries } from '../../../services/storage/audit-entries.ts';
import { isHashOutdated } from '../../../services/storage/password-hash.ts';
import { disableStaffUser } from '../../../services/storage/staff-changes.ts';
import { findStaffUserByEmail } from '../../../services/storage/staff-users.ts';
import { staffOf, startReview } from '../../support/start-review.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { pool } = stores;
// Two processes before one database.
const [{ app, addStaff }, { app: another }] = [
  await startReview(t, stores),
  await startReview(t, stores),
];
for (const role of ['reviewer', 'lead', 'admin', 'auditor'] as const) await addStaff(role);
const { email, password } = staffOf('lead');
const chosen = 'a password of my own';

interface Session {
  readonly id: string;
  readonly is_current: boolean;
  readonly user_agent: string;
}
interface Try {
  readonly email: string;
  readonly password: string;
  readonly remoteAddress?: string;
  readonly at?: typeof app;
}

const form = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
const attempt = ({ at = app, remoteAddress = '192.0.2.1', ...fields }: Try) =>
  at.inject({
    ...{ method: 'POST', url: '/sign-in', remoteAddress },
    headers: { ...form, 'user-agent': 'curl/8' },
    payload: new URLSearchParams(fields).toString(),
  });
const signIn = async (given: Try = { email, password }) => {
  const [cookie] = (await attempt(given)).cookies;
  return `${cookie?.name ?? ''}=${cookie?.value ?? ''}`;
};
const send = (url: string, cookie: string, fields: Readonly<Record<string, string>> = {}) =>
  app.inject({
    ...{ method: 'POST', url, headers: { ...form, cookie } },
    payload: new URLSearchParams(fields).toString(),
  });
const open = (url: string, cookie: string) =>
  app.inject({ url, headers: { accept: 'text/html', cookie } });
const sessionsOf = async (cookie: string) =>
  (await open('/api/me/sessions', cookie)).json<{ items: Session[] }>().items;
const idOf = async (address: string) =>
  (await findStaffUserByEmail(pool, address))?.staffUserId ?? '';
const newestActs = async (limit: number) =>
  (await listAuditEntries(pool, {}, { limit })).items.map(({ actor, action }) => [actor, action]);

await t.test('sign-ins, failed ones and sign-outs are audited', async (t) => {
  const cookie = await signIn();
  await attempt({ email: 'Eve@example.com', password: 'guess' });
  await send('/sign-out', cookie);
  await send('/sign-out', cookie);
  const actor = `staff:${await idOf(email)}`;
  t.same(await newestActs(9), [
    [actor, 'signed_out'],
    ['system', 'sign_in_failed'],
    [actor, 'signed_in'],
  ]);
  const hash = createHash('sha256').update('eve@example.com').digest('hex');
  const { items } = await listAuditEntries(pool, { subjectId: hash }, { limit: 9 });
  t.match(items, [{ subjectKind: 'sign_in_address', detail: '{}' }]);
});

await t.test('a person lists and ends sessions of their own only', async (t) => {
  const [cookie, second] = [await signIn(), await signIn()];
  const other = await signIn(staffOf('reviewer'));
  t.match((await open('/me', cookie)).body, /curl\/8[^]*data-qa="current"/);
  const sessions = await sessionsOf(cookie);
  t.same(
    sessions.map(({ is_current: isCurrent }) => isCurrent),
    [false, true],
  );
  const [foreign] = await sessionsOf(other);
  t.match(await send(`/me/sessions/${foreign?.id ?? ''}/end`, cookie), { statusCode: 404 });
  t.match(await send('/me/sessions/x/end', cookie), { statusCode: 404 });
  const ended = await send(`/me/sessions/${sessions[0]?.id ?? ''}/end`, cookie);
  t.match(ended.headers, { location: '/me?done=session' });
  t.equal((await open('/', second)).statusCode, 303);
  t.equal((await open('/', other)).statusCode, 200);

  const third = await signIn();
  t.match(await send('/me/sign-out-everywhere', cookie), { headers: { location: '/sign-in' } });
  for (const each of [cookie, third]) t.equal((await open('/', each)).statusCode, 303);
});

await t.test('a session ends when nobody used it for 8 hours, and after 12', async (t) => {
  const cookie = await signIn();
  const shift = async (change: string) => {
    await pool.query(`update staff_sessions set ${change}`);
  };
  await shift(`last_used_at = now() - interval '7 hours 59 minutes'`);
  t.equal((await open('/', cookie)).statusCode, 200, 'and this use is noted');
  await shift(`last_used_at = last_used_at - interval '7 hours 59 minutes'`);
  t.equal((await open('/', cookie)).statusCode, 200);
  await shift(`last_used_at = now() - interval '8 hours'`);
  t.equal((await open('/', cookie)).statusCode, 303);
  await shift(`last_used_at = now(), expires_at = now()`);
  t.equal((await open('/', cookie)).statusCode, 303);
  const { rows } = await pool.query(
    `select 1 from staff_sessions where expires_at > created_at + interval '12 hours 1 minute'`,
  );
  t.same(rows, []);
});

await t.test('a new password needs the old one and ends the other sessions', async (t) => {
  const [cookie, second] = [await signIn(), await signIn()];
  const change = (old: string, next: string) =>
    send('/me/password', cookie, { old_password: old, new_password: next });
  t.match(await change('wrong', chosen), { statusCode: 401, body: /present password is wrong/ });
  t.match(await change(password, 'short'), { statusCode: 400, body: /at least 12 characters/ });
  t.match((await change(password, chosen)).headers, { location: '/me?done=password' });
  t.match((await open('/me?done=password', cookie)).body, /Your password was changed/);
  t.equal((await open('/', second)).statusCode, 303);
  t.equal((await attempt({ email, password })).statusCode, 401);
  t.equal((await attempt({ email, password: chosen })).statusCode, 303);
  const answer = await app.inject({
    ...{ method: 'POST', url: '/api/me/password', headers: { cookie } },
    payload: { old_password: chosen, new_password: password },
  });
  t.equal(answer.statusCode, 204);
});

await t.test('whoever holds a session cannot try the old password for long', async (t) => {
  const cookie = await signIn(staffOf('auditor'));
  const guess = { old_password: 'guess', new_password: chosen };
  for (let tries = 0; tries < 10; tries += 1) await send('/me/password', cookie, guess);
  t.match(await send('/me/password', cookie, guess), { statusCode: 429, body: /Too many/ });
});

await t.test('an address is counted over processes, many at once like many in turn', async (t) => {
  const given = { email: 'mallory@example.com', password: 'guess' };
  const tries = Array.from({ length: 14 }, (_, n) =>
    attempt({ ...given, at: n % 2 ? app : another }),
  );
  const statuses = (await Promise.all(tries)).map(({ statusCode }) => statusCode);
  t.equal(statuses.filter((status) => status === 401).length, 10);
  t.equal(statuses.filter((status) => status === 429).length, 4);
  const blocked = await attempt({ ...given, remoteAddress: '198.51.100.1' });
  t.match(blocked, { statusCode: 429, body: /try again in 5 minutes/ });
  t.match(await attempt({ email, password }), { statusCode: 303 }, 'others of the network may');
  const hash = createHash('sha256').update(given.email).digest('hex');
  const { items } = await listAuditEntries(pool, { subjectId: hash }, { limit: 99 });
  t.equal(items.filter(({ action }) => action === 'sign_in_blocked').length, 1);
  await pool.query(`update sign_in_attempts set window_ends_at = now()`);
  t.equal((await attempt(given)).statusCode, 401, 'after the window');
});

await t.test('a network is counted over addresses; good sign-ins do not count', async (t) => {
  await pool.query('delete from sign_in_attempts');
  const from = (host: number) => ({ remoteAddress: `203.0.113.${host}` });
  for (let n = 0; n < 3; n += 1) await attempt({ email, password, ...from(n) });
  const tries = Array.from({ length: 50 }, (_, n) =>
    attempt({ email: `user${n}@example.com`, password: 'Spring2026', ...from(n) }),
  );
  for (const { statusCode } of await Promise.all(tries)) t.equal(statusCode, 401);
  t.equal((await attempt({ email, password, ...from(99) })).statusCode, 429);
  t.equal((await attempt({ email, password, remoteAddress: '203.0.114.1' })).statusCode, 303);
});

await t.test('a hash of the first release is replaced at the sign-in', async (t) => {
  const salt = Buffer.alloc(16, 7);
  const settings = { N: 32_768, r: 8, p: 3, maxmem: 2 ** 27 };
  const key = scryptSync(password, salt, 32, settings).toString('base64');
  const old = `scrypt$32768$8$3$${salt.toString('base64')}$${key}`;
  await pool.query('update staff_users set password_hash = $2 where email = $1', [email, old]);
  t.equal((await attempt({ email, password: 'wrong' })).statusCode, 401);
  t.ok(isHashOutdated((await findStaffUserByEmail(pool, email))?.passwordHash ?? ''));
  t.equal((await attempt({ email, password })).statusCode, 303);
  t.notOk(isHashOutdated((await findStaffUserByEmail(pool, email))?.passwordHash ?? ''));
  t.equal((await attempt({ email, password })).statusCode, 303);
});

await t.test('a disabled person reads what a stranger reads', async (t) => {
  await disableStaffUser(pool, { actor: 'system', staffUserId: await idOf(email) });
  const answer = await attempt({ email, password });
  t.match(answer, { statusCode: 401, body: /Address or password is wrong/ });
});
