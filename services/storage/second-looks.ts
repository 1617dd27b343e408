import type { Pool, PoolClient } from './pool.ts';

/** Cases closed longer ago are looked at no more: what detectors do today is the question. */
const lookedAtDays = 30;

/** Whether somebody may look a second time: closed, decided by others only, and not looked at twice. */
const isOpenToLook = `status = 'closed' and closed_at > now() - interval '${lookedAtDays} days'
  and not exists (select 1 from labels where labels.case_id = cases.case_id
    and (source = 'second_look' or labelled_by = $1))
  and not exists (select 1 from decisions where decisions.case_id = cases.case_id and decided_by = $1)
  and not exists (select 1 from case_events where case_events.case_id = cases.case_id and actor = $1)`;

/**
 * A case for a second look, drawn at random among those that the actor has never touched: the hash of its id under the
 * day's seed orders them, so that nobody chooses, and asking twice on a day gives the same one.
 */
export async function findCaseToLookAt(
  client: Pool | PoolClient,
  actor: string,
): Promise<string | undefined> {
  const { rows } = await client.query<{ caseId: string }>(
    `select case_id::text as "caseId" from cases where ${isOpenToLook}
     order by md5(case_id || $1 || current_date) limit 1`,
    [actor],
  );
  return rows[0]?.caseId;
}

/** Whether the case is one that the actor may look at; its row stays locked, so that two looks make one label. */
export async function lockCaseToLookAt(
  client: PoolClient,
  actor: string,
  caseId: string,
): Promise<boolean> {
  // By itself: only a statement that begins after the lock sees the label of whoever held it before.
  await client.query('select 1 from cases where case_id = $1 for update', [caseId]);
  const { rowCount } = await client.query(
    `select 1 from cases where case_id = $2 and ${isOpenToLook}`,
    [actor, caseId],
  );
  return rowCount === 1;
}
