import { isReady } from './case-queue.ts';
import type { Pool, PoolClient } from './pool.ts';

/** How long a case stays with the person who took it, unless held longer. */
const claimMinutes = 10;

/** Whether nobody has taken the case, or for longer than that. */
export const isClaimOver = `(claimed_by is null or claim_expires_at <= now())`;
const claim = `claimed_by = $1, claim_expires_at = now() + interval '${claimMinutes} minutes'`;

/**
 * Takes the case of the greatest expected harm that is ready, free and not assigned to somebody else. Two callers at
 * the same moment never get the same one: a row that another is about to take is passed over.
 */
export async function claimNextCase(
  client: PoolClient,
  actor: string,
): Promise<string | undefined> {
  const { rows } = await client.query<{ caseId: string }>(
    `with next as (
       select case_id from cases
       where ${isReady} and ${isClaimOver}
         and (assigned_to is null or assigned_to = $1)
       order by priority desc, case_id limit 1 for update of cases skip locked
     )
     update cases set ${claim} from next where cases.case_id = next.case_id
     returning cases.case_id::text as "caseId"`,
    [actor],
  );
  return rows[0]?.caseId;
}

/** Takes or holds a case that is open and free. False when somebody else has it or it is closed. */
export async function claimCase(
  client: PoolClient,
  caseId: string,
  actor: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update cases set ${claim} where case_id = $2 and status = 'open' and (${isClaimOver} or claimed_by = $1)`,
    [actor, caseId],
  );
  return rowCount === 1;
}

/** Gives a case back. False when the actor did not have it. */
export async function releaseCase(
  client: Pool | PoolClient,
  caseId: string,
  actor: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update cases set claimed_by = null, claim_expires_at = null where case_id = $2 and claimed_by = $1`,
    [actor, caseId],
  );
  return rowCount === 1;
}
