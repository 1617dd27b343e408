import type { Pool, PoolClient } from 'pg';
import { insertAuditEntry } from '../storage/audit-entries.ts';

/** Writes what somebody did with their own sign-in. */
export async function auditStaffAct(
  client: Pool | PoolClient,
  staffUserId: string,
  action: string,
): Promise<void> {
  const actor = `staff:${staffUserId}`;
  await insertAuditEntry(client, {
    ...{ actor, action, subjectKind: 'staff_user', subjectId: actor },
  });
}
