import { toPage, type Page, type PageRequest } from './paging.ts';
import type { Pool, PoolClient } from './pool.ts';
import { isRowId } from './row-id.ts';

export interface Appeal {
  readonly appealId: string;
  readonly decisionId: string;
  readonly caseId: string;
  readonly accountId: string;
  /** The customer's own words. */
  readonly statement: string;
  readonly filedBy: string;
  readonly filedAt: Date;
  readonly dueAt: Date;
  readonly ruling: AppealRuling | null;
}

export interface AppealRuling {
  readonly verdict: 'upheld' | 'overturned';
  readonly reason: string;
  readonly ruledBy: string;
  /** RFC 3339. */
  readonly ruledAt: string;
}

const columns = `appeal_id::text as "appealId", decision_id::text as "decisionId", case_id::text as "caseId", account_id as "accountId",
  statement, filed_by as "filedBy", filed_at as "filedAt", due_at as "dueAt",
  case when verdict is not null then jsonb_build_object('verdict', verdict, 'reason', ruling.reason, 'ruledBy', ruled_by,
    'ruledAt', ruled_at) end as ruling`;
const source = `appeals join decisions using (decision_id) left join appeal_rulings ruling using (appeal_id)`;

interface NewAppeal {
  readonly decisionId: string;
  readonly accountId: string;
  readonly statement: string;
  readonly filedBy: string;
}

/** Undefined when the account has appealed against the decision before. */
export async function insertAppeal(
  client: PoolClient,
  { decisionId, accountId, statement, filedBy }: NewAppeal,
): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>(
    `insert into appeals (decision_id, account_id, statement, filed_by) values ($1, $2, $3, $4)
     on conflict on constraint appeals_once do nothing returning appeal_id::text as id`,
    [decisionId, accountId, statement, filedBy],
  );
  return rows[0]?.id;
}

export async function findAppeal(
  client: Pool | PoolClient,
  appealId: string,
): Promise<Appeal | undefined> {
  if (!isRowId(appealId)) return undefined;
  const { rows } = await client.query<Appeal>(
    `select ${columns} from ${source} where appeal_id = $1`,
    [appealId],
  );
  return rows[0];
}

/** The appeal of an account against a decision. */
export async function findAppealOf(
  client: PoolClient,
  decisionId: string,
  accountId: string,
): Promise<Appeal | undefined> {
  const { rows } = await client.query<Appeal>(
    `select ${columns} from ${source} where decision_id = $1 and account_id = $2`,
    [decisionId, accountId],
  );
  return rows[0];
}

/** Those that wait for a ruling, the one due first first; or all, the newest first. */
export async function listAppeals(
  client: Pool | PoolClient,
  isOpen: boolean,
  { limit, after }: PageRequest<string>,
): Promise<Page<Appeal, string>> {
  const open = `verdict is null and ($1::bigint is null
      or (due_at, appeal_id) > (select due_at, appeal_id from appeals where appeal_id = $1))
    order by due_at, appeal_id`;
  const all = `($1::bigint is null or appeal_id < $1) order by appeal_id desc`;
  const { rows } = await client.query<Appeal>(
    `select ${columns} from ${source} where ${isOpen ? open : all} limit $2`,
    [after ?? null, limit + 1],
  );
  return toPage(rows, limit, ({ appealId }) => appealId);
}

interface NewRuling extends Omit<AppealRuling, 'ruledAt'> {
  readonly appealId: string;
}

/** The database refuses a ruling by whoever decided or approved. An overturned decision holds for the account no more. */
export async function insertRuling(client: PoolClient, ruling: NewRuling): Promise<void> {
  await client.query(
    'insert into appeal_rulings (appeal_id, verdict, reason, ruled_by) values ($1, $2, $3, $4)',
    [ruling.appealId, ruling.verdict, ruling.reason, ruling.ruledBy],
  );
}
