import { randomBytes } from 'node:crypto';
import pg from 'pg';
import t from 'tap';
import { migrate } from '../../../migrations/runner.ts';
import { closeCases } from '../../../services/storage/case-closing.ts';
import { insertRuling } from '../../../services/storage/appeals.ts';
import { appendCaseEvent } from '../../../services/storage/case-events.ts';
import { insertApproval } from '../../../services/storage/decision-approvals.ts';
import { insertDecision } from '../../../services/storage/decisions.ts';
import { freezeEvidence } from '../../../services/storage/evidence-snapshots.ts';
import { insertStaffUser } from '../../../services/storage/staff-users.ts';
import { inTransaction } from '../../../services/storage/transaction.ts';
import { findingOf, storeEvidence } from '../../support/sample-evidence.ts';
import { startStores } from '../../support/stores.ts';

const stores = await startStores(t, { isMigrated: false });

/** The database's owner as a provider would set it up: no superuser, and the role that migrates and works. */
async function becomeApplicationRole(): Promise<pg.Pool> {
  const role = `app_${randomBytes(4).toString('hex')}`;
  const url = new URL(stores.databaseUrl);
  await stores.pool.query(`create role ${role} login password 'app'`);
  await stores.pool.query(`alter database ${url.pathname.slice(1)} owner to ${role}`);
  url.username = role;
  url.password = 'app';
  const pool = new pg.Pool({ connectionString: url.href, max: 2 });
  t.teardown(async () => {
    await pool.end();
    await stores.pool.query(`reassign owned by ${role} to current_user`);
    await stores.pool.query(`drop owned by ${role}`);
    await stores.pool.query(`drop role ${role}`);
  });
  await migrate(pool);
  return pool;
}

const app = await becomeApplicationRole();

async function fillEveryTable() {
  await storeEvidence(app, { findings: [findingOf('acct_a', 1)] });
  const lead = await insertStaffUser(app, {
    email: 'lead@example.com',
    password: 'x',
    role: 'lead',
  });
  const judge = await insertStaffUser(app, {
    email: 'judge@example.com',
    password: 'x',
    role: 'reviewer',
  });
  await inTransaction(app, async (client) => {
    const { rows } = await client.query<{ id: string }>('select case_id::text as id from cases');
    const caseId = rows[0]?.id ?? '';
    await appendCaseEvent(client, { caseId, kind: 'noted', actor: 'staff:1', detail: {} });
    const decisionId = await insertDecision(client, {
      ...{ caseId, caseVersion: 1, action: 'suspend_account', policyClause: '1', reason: 'r' },
      ...{ accountIds: ['1', '2', '3', '4', '5', '6'], apiKeyIds: [], networks: [], undoes: null },
      ...{ expiresAt: new Date(Date.now() + 86_400_000), decidedBy: 'staff:0' },
      ...{
        idempotencyKey: 'k',
        requestSha256: Buffer.alloc(32),
        deservedReview: null,
        batchAccounts: 0,
      },
      evidenceSha256: await freezeEvidence(client, { seen: 1 }),
    });
    const verdict = { verdict: 'approved', isBreakGlass: false, reason: 'r' } as const;
    const approvedBy = `staff:${lead?.staffUserId ?? ''}`;
    await insertApproval(client, { ...verdict, decisionId, approvedBy });
    const { rows: filed } = await client.query<{ id: string }>(
      `insert into appeals (decision_id, account_id, statement, filed_by) values ($1, '1', 'x', 'key:1')
       returning appeal_id::text as id`,
      [decisionId],
    );
    await insertRuling(client, {
      ...{ appealId: filed[0]?.id ?? '', verdict: 'upheld', reason: 'r' },
      ruledBy: `staff:${judge?.staffUserId ?? ''}`,
    });
    const closing = { outcome: 'suspend_account', decisionId, deservedReview: 'yes' } as const;
    await closeCases(client, [caseId], { ...closing, actor: 'staff:0' });
  });
}

await fillEveryTable();

const tables = {
  audit_entries: 'actor',
  case_events: 'kind',
  evidence_snapshots: 'content',
  decisions: 'decided_by',
  decision_approvals: 'reason',
  labels: 'subject_id',
  appeals: 'statement',
  appeal_rulings: 'reason',
};

for (const [table, column] of Object.entries(tables)) {
  await t.test(`${table}: neither role changes, deletes or empties it`, async (t) => {
    const before = (await app.query(`select * from ${table}`)).rows as unknown[];
    t.ok(before.length > 0);
    const attempts = [
      `update ${table} set ${column} = ${column}`,
      `delete from ${table}`,
      `truncate ${table} cascade`,
    ];
    for (const attempt of attempts) {
      await t.rejects(app.query(attempt), { code: '42501' }, `the application: ${attempt}`);
      await t.rejects(stores.pool.query(attempt), { code: '23001' }, `a superuser: ${attempt}`);
    }
    t.same((await app.query(`select * from ${table}`)).rows, before);
  });
}

await t.test('the columns that foreign keys lock are refused too', async (t) => {
  const same = 'set decision_id = decision_id';
  await t.rejects(app.query(`update decisions ${same}`), { code: /42501|428C9|23001/ });
  await t.rejects(app.query('update evidence_snapshots set sha256 = sha256'), { code: '23001' });
});
