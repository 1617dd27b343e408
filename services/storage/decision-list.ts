import { decisionColumns, decisionSource, type Decision } from './decisions.ts';
import { toPage, type Page, type PageRequest } from './paging.ts';
import type { Pool, PoolClient } from './pool.ts';

export interface DecisionFilter {
  readonly caseId?: string | undefined;
  readonly accountId?: string | undefined;
  /** Only what waits for a second person. */
  readonly isPending?: boolean | undefined;
}

/** The newest first. */
export async function listDecisions(
  client: Pool | PoolClient,
  filter: DecisionFilter,
  { limit, after }: PageRequest<string>,
): Promise<Page<Decision, string>> {
  const { rows } = await client.query<Decision>(
    `select ${decisionColumns} from ${decisionSource}
     where ($1::bigint is null or case_id = $1) and ($2::text is null or account_ids @> array[$2])
       and (not $3 or (needs_second and verdict is null and undo.id is null))
       and ($4::bigint is null or decision_id < $4)
     order by decision_id desc limit $5`,
    [
      filter.caseId ?? null,
      filter.accountId ?? null,
      filter.isPending ?? false,
      after ?? null,
      limit + 1,
    ],
  );
  return toPage(rows, limit, ({ decisionId }) => decisionId);
}

/** Whether a decision names an account. */
export async function decisionNames(
  client: Pool | PoolClient,
  decisionId: string,
  accountId: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'select 1 from decisions where decision_id = $1 and account_ids @> array[$2]',
    [decisionId, accountId],
  );
  return rowCount === 1;
}

/** More than any campaign is let grow to. */
export const mostDecisionAccounts = 100_000;

/** The accounts that a decision names, in order. */
export async function listDecisionAccounts(
  client: Pool | PoolClient,
  decisionId: string,
  { limit, after }: PageRequest<string>,
): Promise<Page<string, string>> {
  const { rows } = await client.query<{ accountId: string }>(
    `select account_id as "accountId" from decisions, unnest(account_ids) as account_id
     where decision_id = $1 and ($2::text is null or account_id > $2) order by 1 limit $3`,
    [decisionId, after ?? null, limit + 1],
  );
  const accountIds = rows.map(({ accountId }) => accountId);
  return toPage(accountIds, limit, (accountId) => accountId);
}
