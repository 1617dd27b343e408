import type { PoolClient } from './pool.ts';

/** Gives a case to a person, or to nobody. */
export async function assignCase(
  client: PoolClient,
  caseId: string,
  assignee: string | null,
): Promise<void> {
  await client.query('update cases set assigned_to = $2 where case_id = $1', [caseId, assignee]);
}

/** Puts a case off until then, and gives it back; null ends that early. */
export async function snoozeCase(
  client: PoolClient,
  caseId: string,
  until: Date | null,
): Promise<void> {
  await client.query(
    `update cases set snoozed_until = $2, claimed_by = null, claim_expires_at = null where case_id = $1`,
    [caseId, until],
  );
}
