import { toPage, type Page, type PageRequest } from './paging.ts';
import type { Pool, PoolClient } from './pool.ts';

export interface ListedCase {
  readonly caseId: string;
  readonly subjectKind: 'account' | 'campaign';
  readonly subjectId: string;
  readonly status: 'open' | 'closed';
  readonly openedAt: Date;
}

const columns = `case_id::text as "caseId", subject_kind as "subjectKind", subject_id as "subjectId", status,
  date_trunc('milliseconds', opened_at) as "openedAt"`;

/** Newest first. */
export async function listCases(
  client: Pool | PoolClient,
  filter: { readonly status?: ListedCase['status'] | undefined },
  { limit, after }: PageRequest,
): Promise<Page<ListedCase>> {
  // The clock that stamps cases counts microseconds and a Date only milliseconds, hence the id decides.
  const { rows } = await client.query<ListedCase>(
    `select ${columns} from cases
     where ($1::text is null or status = $1) and ($2::bigint is null or case_id < $2)
     order by case_id desc limit $3`,
    [filter.status ?? null, after?.id ?? null, limit + 1],
  );
  return toPage(rows, limit, (row) => ({ at: row.openedAt, id: row.caseId }));
}

export async function findCase(
  client: Pool | PoolClient,
  caseId: string,
): Promise<ListedCase | undefined> {
  const { rows } = await client.query<ListedCase>(
    `select ${columns} from cases where case_id::text = $1`,
    [caseId],
  );
  return rows[0];
}
