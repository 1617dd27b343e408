import t from 'tap';
import type { CallerRole } from '../../../services/review/permissions.ts';
import { orderOf, startDesk, type Body } from '../../support/case-desk.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { app, addKey, cookies, openCase, post } = await startDesk(t, stores);
const key = `Bearer ${await addKey('api')}`;
const everyone = ['reviewer', 'lead', 'admin', 'auditor', 'program'] as const;
const workers = ['reviewer', 'lead', 'admin', 'program'] as const;
const leads = ['lead', 'admin'] as const;
const admins = ['admin'] as const;
const people = ['reviewer', 'lead', 'admin', 'auditor'] as const;

interface Row {
  readonly route: string;
  readonly may: readonly CallerRole[];
  readonly body?: Body;
}

/** Role x route. An id that is none: whoever may is told so, whoever may not is refused before. */
const table: readonly Row[] = [
  { route: 'GET /api/alerts', may: everyone },
  { route: 'GET /api/accounts/:id', may: everyone },
  { route: 'GET /api/campaigns', may: everyone },
  { route: 'GET /api/campaigns/:id', may: everyone },
  { route: 'GET /api/shadow-findings', may: everyone },
  { route: 'GET /api/challengers', may: everyone },
  { route: 'GET /api/cases', may: everyone },
  { route: 'GET /api/cases/:id', may: everyone },
  { route: 'GET /api/decisions', may: everyone },
  { route: 'GET /api/decisions/:id', may: everyone },
  { route: 'GET /api/decisions/:id/evidence', may: everyone },
  { route: 'POST /api/cases/take-next', may: workers },
  { route: 'POST /api/cases/:id/claim', may: workers },
  { route: 'POST /api/cases/:id/release', may: workers },
  { route: 'POST /api/cases/:id/notes', may: workers, body: { text: 'x' } },
  { route: 'POST /api/cases/:id/assign', may: workers, body: { to: null } },
  { route: 'POST /api/cases/:id/snooze', may: workers, body: { until: '2099-01-01T00:00:00Z' } },
  { route: 'POST /api/cases/:id/wake', may: workers },
  { route: 'POST /api/cases/:id/decisions', may: workers, body: orderOf({ version: 1 }) },
  {
    route: 'POST /api/cases/bulk-preview',
    may: ['lead', 'admin', 'program'],
    body: { cases: ['999999'] },
  },
  {
    route: 'POST /api/cases/bulk-decisions',
    may: ['lead', 'admin', 'program'],
    body: { ...orderOf({ version: 1 }), cases: [{ id: '999999', version: 1 }], accounts: 1 },
  },
  {
    route: 'POST /api/decisions/:id/undo',
    may: workers,
    body: { policy_clause: 'x', reason: 'x', idempotency_key: 'x' },
  },
  {
    route: 'POST /api/decisions/:id/approval',
    may: leads,
    body: { verdict: 'approved', reason: 'x' },
  },
  { route: 'GET /api/detectors', may: everyone },
  { route: 'GET /api/second-looks/next', may: ['reviewer', 'lead', 'admin'] },
  {
    route: 'POST /api/second-looks/:id',
    may: ['reviewer', 'lead', 'admin'],
    body: { deserved_review: 'yes' },
  },
  { route: 'GET /api/appeals', may: everyone },
  { route: 'GET /api/appeals/:id', may: everyone },
  { route: 'GET /api/decisions/:id/statement', may: everyone },
  {
    route: 'POST /api/decisions/:id/appeals',
    may: workers,
    body: { account_id: 'a', statement: 'x' },
  },
  {
    route: 'POST /api/appeals/:id/ruling',
    may: ['reviewer', 'lead', 'admin'],
    body: { verdict: 'upheld', reason: 'x' },
  },
  { route: 'GET /api/allow-list', may: everyone },
  {
    route: 'POST /api/allow-list',
    may: leads,
    body: { account_id: 'a', kind: 'full', reason: 'x', expires_at: '2001-01-01T00:00:00Z' },
  },
  { route: 'POST /api/allow-list/:id/removal', may: leads, body: { reason: 'x' } },
  { route: 'GET /api/search', may: everyone },
  { route: 'GET /api/audit', may: ['lead', 'admin', 'auditor'] },
  { route: 'GET /api/staff-users', may: admins },
  { route: 'POST /api/staff-users', may: admins, body: { email: 'x@example.com', role: 'lead' } },
  { route: 'POST /api/staff-users/:id/role', may: admins, body: { role: 'lead' } },
  { route: 'POST /api/staff-users/:id/disable', may: admins },
  { route: 'POST /api/staff-users/:id/enable', may: admins },
  { route: 'POST /api/staff-users/:id/password', may: admins },
  { route: 'GET /api/keys', may: admins },
  { route: 'POST /api/keys', may: admins, body: { scope: 'ingest', name: 'x' } },
  { route: 'POST /api/keys/:id/revoke', may: admins },
  { route: 'GET /api/endpoints', may: admins },
  { route: 'POST /api/endpoints', may: admins, body: { url: 'https://hooks.example.com/' } },
  { route: 'POST /api/endpoints/:id/rotation', may: admins, body: {} },
  { route: 'POST /api/endpoints/:id/secret', may: admins, body: { secret: 'x' } },
  { route: 'POST /api/endpoints/:id/disable', may: admins, body: { reason: 'x' } },
  { route: 'POST /api/endpoints/:id/enable', may: admins },
  { route: 'POST /api/endpoints/:id/ping', may: admins },
  { route: 'GET /api/endpoints/:id/deliveries', may: admins },
  { route: 'POST /api/endpoints/:id/replay', may: admins, body: {} },
  { route: 'GET /api/me/sessions', may: people },
  { route: 'POST /api/me/sessions/:id/end', may: people },
  {
    route: 'POST /api/me/password',
    may: people,
    body: { old_password: 'x', new_password: 'long enough for one' },
  },
  // The last: it ends the sessions that the rows above come with.
  { route: 'POST /api/me/sign-out-everywhere', may: people },
];

function headersOf(role: CallerRole): Record<string, string> {
  return role === 'program' ? { authorization: key } : { cookie: cookies[role] };
}

await t.test('the table names every route of the API', async (t) => {
  const document = (await app.inject('/api/openapi.json')).json<{
    paths: Record<string, Record<string, unknown>>;
  }>();
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(
      (method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    ),
  );
  t.same(routes.sort(), table.map(({ route }) => route).sort());
});

await t.test('giving a case to somebody else takes a lead', async (t) => {
  const { id } = await openCase('acct_assigned');
  const url = `/api/cases/${id}/assign`;
  const { rows } = await stores.pool.query<{ role: string; actor: string }>(
    `select role, 'staff:' || staff_user_id as actor from staff_users`,
  );
  const actor = (role: string) => rows.find((row) => row.role === role)?.actor;
  t.equal((await post('reviewer', url, { to: actor('reviewer') })).statusCode, 200, 'oneself');
  t.match((await post('reviewer', url, { to: actor('lead') })).json(), { code: 'role_forbidden' });
  t.equal((await post('lead', url, { to: actor('lead') })).statusCode, 200);
  t.match((await post('reviewer', url, { to: null })).json(), { code: 'role_forbidden' });
  t.match((await post('lead', url, { to: 'staff:999' })).json(), { code: 'not_found' });
});

await t.test('what a case went through stands in its history and in the audit trail', async (t) => {
  const { id } = await openCase('acct_history');
  const at = (path: string) => `/api/cases/${id}/${path}`;
  await post('lead', at('claim'));
  await post('lead', at('claim'));
  await post('lead', at('notes'), { text: 'a secret of the customer' });
  t.match((await post('lead', at('snooze'), { until: '2001-01-01T00:00:00Z' })).json(), {
    code: 'action_unsuitable',
  });
  await post('lead', at('snooze'), { until: '2099-01-01T00:00:00Z' });
  await post('lead', at('wake'));
  const headers = { cookie: cookies.auditor };
  const found = await app.inject({ url: `/api/cases/${id}`, headers });
  const kinds = ['woken', 'snoozed', 'noted', 'claimed', 'alert_joined'];
  t.match(found.json(), { history: kinds.map((kind) => ({ kind })), snoozed_until: null });
  const trail = await app.inject({
    url: `/api/audit?subject_kind=case&subject_id=${id}`,
    headers,
  });
  t.same(
    trail.json<{ items: { action: string }[] }>().items.map(({ action }) => action),
    ['case_woken', 'case_snoozed', 'case_noted', 'case_claimed'],
  );
  t.notMatch(trail.body, /a secret/, 'of a note only the hash');
});

for (const { route, may, body } of table) {
  await t.test(`${route} is for ${may.join(', ')}`, async (t) => {
    const [method = '', path = ''] = route.split(' ');
    for (const role of everyone) {
      const answer = await app.inject({
        method: method as 'GET',
        url: path.replace(':id', '999999'),
        headers: headersOf(role),
        ...(body === undefined ? {} : { payload: body }),
      });
      const isRefused = answer.statusCode === 403;
      t.equal(isRefused, !may.includes(role), role);
      if (isRefused) t.match(answer.json(), { code: 'role_forbidden' });
    }
    const stranger = await app.inject({ method: method as 'GET', url: path });
    t.equal(stranger.statusCode, 401, 'nobody without a session or a key');
  });
}
