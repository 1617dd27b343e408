import type { RaisedLevel } from '../contracts/finding.ts';
import { toPage, type Page, type PageRequest } from './paging.ts';
import type { Pool, PoolClient } from './pool.ts';
import { isRowId } from './row-id.ts';

export interface ListedCase {
  readonly caseId: string;
  readonly subjectKind: 'account' | 'campaign';
  readonly subjectId: string;
  readonly status: 'open' | 'closed';
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  /** What it was closed with: the action of the last decision. */
  readonly outcome: string | null;
  /** null for a case of before levels were noted. */
  readonly level: RaisedLevel | null;
  readonly score: number;
  /** Requests of the subject when it was last raised. */
  readonly exposure: number;
  readonly dueAt: Date;
  readonly version: number;
  /** Who has taken it, until when; null when nobody has, or the time is over. */
  readonly claimedBy: string | null;
  readonly claimExpiresAt: Date | null;
  readonly assignedTo: string | null;
  /** null when it is not, or no longer, put off. */
  readonly snoozedUntil: Date | null;
  readonly priority: number;
  /** A decision waits for its second person. */
  readonly isPending: boolean;
}

/** Whether a decision on the case waits for its second person. */
export const isWaiting = `exists (select 1 from decisions left join decision_approvals approval using (decision_id)
    where decisions.case_id = cases.case_id and needs_second and approval.decision_id is null
      and not exists (select 1 from decisions undo where undo.undoes = decisions.decision_id))`;

export const caseColumns = `cases.case_id::text as "caseId", subject_kind as "subjectKind", subject_id as "subjectId",
  status, date_trunc('milliseconds', opened_at) as "openedAt", closed_at as "closedAt", outcome, level, score,
  exposure::float8 as exposure, due_at as "dueAt", version,
  case when claim_expires_at > now() then claimed_by end as "claimedBy",
  case when claim_expires_at > now() then claim_expires_at end as "claimExpiresAt", assigned_to as "assignedTo",
  case when snoozed_until > now() then snoozed_until end as "snoozedUntil", priority,
  ${isWaiting} as "isPending"`;

export async function findCase(
  client: Pool | PoolClient,
  caseId: string,
): Promise<ListedCase | undefined> {
  if (!isRowId(caseId)) return undefined;
  const { rows } = await client.query<ListedCase>(
    `select ${caseColumns} from cases where case_id = $1`,
    [caseId],
  );
  return rows[0];
}

/** Newest first. */
export async function listCases(
  client: Pool | PoolClient,
  filter: { readonly status?: ListedCase['status'] | undefined },
  { limit, after }: PageRequest,
): Promise<Page<ListedCase>> {
  // The clock that stamps cases counts microseconds and a Date only milliseconds, hence the id decides.
  const { rows } = await client.query<ListedCase>(
    `select ${caseColumns} from cases
     where ($1::text is null or status = $1) and ($2::bigint is null or case_id < $2)
     order by case_id desc limit $3`,
    [filter.status ?? null, after?.id ?? null, limit + 1],
  );
  return toPage(rows, limit, (row) => ({ at: row.openedAt, id: row.caseId }));
}

/** Reads a case and keeps everyone else from changing it until the transaction ends. */
export async function lockCase(
  client: PoolClient,
  caseId: string,
): Promise<ListedCase | undefined> {
  if (!isRowId(caseId)) return undefined;
  await client.query('select 1 from cases where case_id = $1 for update', [caseId]);
  return findCase(client, caseId);
}

/** In the order of the queue. */
export async function listCasesById(
  client: Pool | PoolClient,
  caseIds: readonly string[],
): Promise<ListedCase[]> {
  const { rows } = await client.query<ListedCase>(
    `select ${caseColumns} from cases where case_id = any($1::bigint[]) order by priority desc, case_id`,
    [caseIds],
  );
  return rows;
}

/** Every case of a subject, the newest first. */
export async function listCasesOfSubject(
  client: Pool | PoolClient,
  { subjectKind, subjectId }: Pick<ListedCase, 'subjectKind' | 'subjectId'>,
): Promise<ListedCase[]> {
  const { rows } = await client.query<ListedCase>(
    `select ${caseColumns} from cases where subject_kind = $1 and subject_id = $2 order by case_id desc limit 100`,
    [subjectKind, subjectId],
  );
  return rows;
}
