import { decisionColumns, decisionSource, type Decision } from './decisions.ts';
import type { Pool, PoolClient } from './pool.ts';

export interface DecisionFilter {
  readonly caseId?: string | undefined;
  readonly accountId?: string | undefined;
  /** Only what waits for a second person. */
  readonly isPending?: boolean | undefined;
}

export interface DecisionPage {
  readonly items: readonly Decision[];
  /** The decision before which the next page begins; null on the last. */
  readonly next: string | null;
}

/** The newest first. */
export async function listDecisions(
  client: Pool | PoolClient,
  filter: DecisionFilter,
  { limit, before }: { readonly limit: number; readonly before?: string | undefined },
): Promise<DecisionPage> {
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
      before ?? null,
      limit + 1,
    ],
  );
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.decisionId ?? null) : null };
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

/** The accounts that a decision names, in order, from behind one of them on. */
export async function listDecisionAccounts(
  client: Pool | PoolClient,
  decisionId: string,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<string[]> {
  const { rows } = await client.query<{ accountId: string }>(
    `select account_id as "accountId" from decisions, unnest(account_ids) as account_id
     where decision_id = $1 and ($2::text is null or account_id > $2) order by 1 limit $3`,
    [decisionId, after ?? null, limit],
  );
  return rows.map(({ accountId }) => accountId);
}
