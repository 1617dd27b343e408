import { createHash } from 'node:crypto';
import t from 'tap';
import { orderOf, startDesk, type Body, type DeskCase } from '../../support/case-desk.ts';
import { findingOf, storeEvidence } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t);
const { app, cookies, addKey, post, get, openCase, read } = await startDesk(t, stores);

const countDecisions = async () =>
  (await stores.pool.query<{ n: number }>('select count(*)::int as n from decisions')).rows[0]?.n ??
  0;

await t.test('a decision closes the case, labels it and stands on frozen evidence', async (t) => {
  const found = await openCase('acct_close');
  const order = orderOf(found, { deserved_review: 'yes' });
  const answer = await post('reviewer', `/api/cases/${found.id}/decisions`, order);
  t.equal(answer.statusCode, 201);
  t.match(answer.json(), {
    ...{ action: 'suspend_account', state: 'in_force', account_ids: ['acct_close'] },
    ...{ needs_second: false, deserved_review: 'yes', case_version: found.version },
  });
  const {
    expires_at: expiresAt,
    evidence_sha256: hash,
    id,
  } = answer.json<{
    expires_at: string;
    evidence_sha256: string;
    id: string;
  }>();
  t.ok(Math.abs(Date.parse(expiresAt) - Date.now() - 90 * 86_400_000) < 60_000, '90 days');
  const evidence = await app.inject({
    url: `/api/decisions/${id}/evidence`,
    headers: { cookie: cookies.lead },
  });
  t.equal(createHash('sha256').update(evidence.body).digest('hex'), hash);
  t.match(evidence.json(), { alerts: [{ alertId: 'account:acct_close:review:1' }] });
  t.match(await read(found.id), { status: 'closed', outcome: 'suspend_account' });
  t.match((await stores.pool.query('select * from labels')).rows, [
    { subject_id: 'acct_close', deserved_review: 'yes', detectors: ['template-reuse'] },
  ]);
  const late = await post('lead', `/api/cases/${found.id}/decisions`, orderOf({ version: 99 }));
  t.match([late.statusCode, late.json()], [409, { code: 'case_closed' }]);
  t.match(await get('/api/accounts/acct_close'), { decisions: [{ id }] });
});

await t.test('a decision that is sent again stands once', async (t) => {
  const found = await openCase('acct_twice');
  const url = `/api/cases/${found.id}/decisions`;
  const order = orderOf(found, { deserved_review: 'yes' });
  const before = await countDecisions();
  const answers = await Promise.all([1, 2, 3, 4].map(() => post('reviewer', url, order)));
  t.same(answers.map(({ statusCode }) => statusCode).sort(), [200, 200, 200, 201]);
  t.equal(new Set(answers.map((each) => each.json<DeskCase>().id)).size, 1);
  t.equal(await countDecisions(), before + 1);

  const other = await post('reviewer', url, { ...order, reason: 'another' });
  t.match([other.statusCode, other.json()], [409, { code: 'idempotency_key_reused' }]);
  const elsewhere = await openCase('acct_elsewhere');
  const moved = await post('reviewer', `/api/cases/${elsewhere.id}/decisions`, order);
  t.match([moved.statusCode, moved.json()], [409, { code: 'idempotency_key_reused' }]);
  const { idempotency_key: _key, ...bare } = order;
  t.match((await post('reviewer', url, bare)).json(), { code: 'idempotency_key_missing' });
});

await t.test(
  'a case that changed meanwhile is not decided, and the answer says what changed',
  async (t) => {
    const found = await openCase('acct_changed');
    const url = `/api/cases/${found.id}/decisions`;
    await storeEvidence(stores.pool, {
      findings: [findingOf('acct_changed', 5, { level: 'act', score: 12 })],
    });
    await post('lead', `/api/cases/${found.id}/notes`, {
      text: 'They wrote to us: an evaluation.',
    });
    const answer = await post('reviewer', url, orderOf(found));
    t.equal(answer.statusCode, 409);
    t.match(answer.json(), {
      code: 'case_changed',
      message: /alert joined, noted/,
      details: [{ kind: 'alert_joined', detail: { level: 'act' } }, { kind: 'noted' }],
    });
    t.same((await read(found.id)).decisions, []);
    const own = await read(found.id);
    await post('reviewer', `/api/cases/${found.id}/notes`, { text: 'my own' });
    t.equal(
      (await post('reviewer', url, orderOf(own))).statusCode,
      201,
      'what one did oneself counts not',
    );
    const ahead = await post('reviewer', url, orderOf({ version: 9_999 }));
    t.match(ahead.json(), { code: 'case_changed' });
  },
);

await t.test('nobody decides a case that another has taken', async (t) => {
  const found = await openCase('acct_taken');
  await post('lead', `/api/cases/${found.id}/claim`);
  const url = `/api/cases/${found.id}/decisions`;
  const answer = await post('reviewer', url, orderOf(found));
  t.match([answer.statusCode, answer.json()], [409, { code: 'case_claimed' }]);
  await post('lead', `/api/cases/${found.id}/release`);
  t.equal((await post('reviewer', url, orderOf(found))).statusCode, 201);
});

await t.test('what does not go together is refused with what to do', async (t) => {
  const found = await openCase('acct_unsuitable');
  const url = `/api/cases/${found.id}/decisions`;
  const refusals: readonly (readonly [Body, number, string])[] = [
    [{ action: 'suspend_campaign_members' }, 400, 'action_unsuitable'],
    [{ action: 'suspend_key' }, 400, 'action_unsuitable'],
    [{ api_key_ids: ['k1'] }, 400, 'action_unsuitable'],
    [{ action: 'no_action' }, 400, 'action_unsuitable'],
    [{ expires_at: '2020-01-01T00:00:00Z' }, 400, 'action_unsuitable'],
    [{ account_ids: ['acct_else'] }, 409, 'accounts_unsuitable'],
    [{ reason: '  ' }, 400, 'query_invalid'],
    [{ policy_clause: undefined }, 400, 'query_invalid'],
    [{ action: 'ban' }, 400, 'query_invalid'],
  ];
  for (const [given, status, code] of refusals) {
    const answer = await post('reviewer', url, orderOf(found, given));
    t.match([answer.statusCode, answer.json()], [status, { code }], JSON.stringify(given));
  }
  const nowhere = await post('reviewer', '/api/cases/999999/decisions', orderOf(found));
  t.equal(nowhere.statusCode, 404);
  t.equal((await post('reviewer', '/api/cases/x/decisions', orderOf(found))).statusCode, 404);
});

await t.test('undo is a decision that names the old one', async (t) => {
  const found = await openCase('acct_undo');
  const order = orderOf(found, { deserved_review: 'yes' });
  const taken = (await post('lead', `/api/cases/${found.id}/decisions`, order)).json<DeskCase>();
  const url = `/api/decisions/${taken.id}/undo`;
  const why = { policy_clause: 'terms 9', reason: 'a mistake', idempotency_key: 'undo-1' };
  const stranger = await post('reviewer', url, why);
  t.match([stranger.statusCode, stranger.json()], [403, { code: 'role_forbidden' }]);
  const answers = [await post('admin', url, why), await post('admin', url, why)];
  t.same(
    answers.map(({ statusCode }) => statusCode),
    [201, 200],
  );
  t.match(answers[0]?.json(), { action: 'undo', undoes: taken.id, account_ids: ['acct_undo'] });
  t.match(await get(`/api/decisions/${taken.id}`), { state: 'undone' });
  t.match((await post('lead', url, { ...why, idempotency_key: 'undo-2' })).json(), {
    code: 'decision_undone',
  });
  const { rows } = await stores.pool.query(
    `select 1 from effective_decisions where account_ids @> array['acct_undo']`,
  );
  t.same(rows, []);
});

await t.test('a program works through the same routes', async (t) => {
  const found = await openCase('acct_program');
  const answer = await app.inject({
    method: 'POST',
    url: `/api/cases/${found.id}/decisions`,
    headers: {
      authorization: `Bearer ${await addKey('api')}`,
      'idempotency-key': 'from-the-header',
    },
    payload: orderOf(found, { action: 'watch', idempotency_key: undefined }),
  });
  t.equal(answer.statusCode, 201);
  t.match(answer.json(), { action: 'watch', decided_by: /^key:/ });
  t.match(await read(found.id), { status: 'open' }, 'without an answer the case stays open');
});
