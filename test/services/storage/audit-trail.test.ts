import t from 'tap';
import { checkAuditTrail, holdsAuditEntry } from '../../../services/storage/audit-chain.ts';
import { insertAuditEntry, listAuditEntries } from '../../../services/storage/audit-entries.ts';
import { startStores } from '../../support/stores.ts';

const { pool } = await startStores(t);
const write = (detail: Readonly<Record<string, unknown>>) =>
  insertAuditEntry(pool, {
    actor: 'staff:1',
    action: 'tried',
    subjectKind: 'case',
    subjectId: 'käse',
    detail,
  });

/** As somebody does who owns the database and means harm. */
async function tamper(statement: string) {
  await pool.query('alter table audit_entries disable trigger user');
  await pool.query(statement);
  await pool.query('alter table audit_entries enable trigger user');
}

await t.test('an empty trail is whole', async (t) => {
  t.match(await checkAuditTrail(pool), { entries: 0, fault: null });
});

await t.test('writers at the same moment make one chain without gaps', async (t) => {
  const details = Array.from({ length: 40 }, (_, n) => ({ n, text: '12:a,"ü', half: 0.1 + n }));
  await Promise.all(details.map(write));
  t.match(await checkAuditTrail(pool), { entries: 40, head: { auditEntryId: '40' }, fault: null });
  const { items, next } = await listAuditEntries(pool, { actor: 'staff:1' }, { limit: 3 });
  t.same([items.map(({ auditEntryId }) => auditEntryId), next], [['40', '39', '38'], '38']);
});

await t.test('what a writer says about number, time and hash counts for nothing', async (t) => {
  await pool.query(
    `insert into audit_entries values (7, '2001-01-01', 'staff:1', 'a', 'b', 'c', '{}', '\\x00', '\\x00')`,
  );
  t.match(await checkAuditTrail(pool), { entries: 41, fault: null });
});

await t.test('each way of tampering is found and the entry is named', async (t) => {
  const { head } = await checkAuditTrail(pool);
  t.ok(await holdsAuditEntry(pool, head));

  await tamper(`update audit_entries set actor = 'staff:2' where audit_entry_id = 17`);
  t.match(await checkAuditTrail(pool), { fault: { auditEntryId: '17', problem: 'changed' } });

  const rehash = `set hash = sha256(convert_to(audit_text(audit_entries), 'UTF8')) where audit_entry_id = 17`;
  await tamper(`update audit_entries ${rehash}`);
  t.match(await checkAuditTrail(pool), { fault: { auditEntryId: '18', problem: 'unchained' } });

  await tamper(`delete from audit_entries where audit_entry_id = 5`);
  t.match(await checkAuditTrail(pool), { fault: { auditEntryId: '5', problem: 'missing' } });

  await tamper(`delete from audit_entries where audit_entry_id > 4`);
  t.match(await checkAuditTrail(pool), { entries: 4, fault: null });
  t.notOk(await holdsAuditEntry(pool, head), 'a cut shows against an earlier head');
});
