import { caseActions, type CaseAction } from './decisions.ts';
import type { Pool } from './pool.ts';

export const targetScopes = ['account', 'apikey_hash', 'org', 'Ip', 'Range'] as const;
export type TargetScope = (typeof targetScopes)[number];

/** One thing that a decision in force restricts. */
export interface EnforcedTarget {
  readonly decisionId: number;
  readonly scope: TargetScope;
  readonly value: string;
  readonly action: CaseAction;
  /** Milliseconds since the epoch at which it ends by itself. */
  readonly until: number;
}

/** What followers may hold and that may be over. */
export type LiftedTarget = Pick<EnforcedTarget, 'scope' | 'value' | 'action'>;

/** How far a reader has come. */
export interface EnforcementPosition {
  /** Changes of transactions before this one have been seen. */
  readonly horizon: string;
  /** Microseconds since the epoch by the database's clock: what had committed by then has been seen. */
  readonly readAt: number;
}

interface Reading extends EnforcementPosition {
  /** By the same clock: what this reading saw had committed by then. */
  readonly seenAt: number;
}

export interface FirstReading extends Reading {
  readonly lifted: readonly LiftedTarget[];
}

/** `targets` is all that the changed decisions restrict now. */
export interface EnforcementReading extends Reading {
  readonly targets: readonly EnforcedTarget[];
  /** The decisions that may have changed. */
  readonly changed: readonly number[];
}

const micros = (time: string) => `(extract(epoch from ${time}) * 1000000)::double precision`;
const seen = `${micros('clock_timestamp()')} as "seenAt"`;
const position = `pg_snapshot_xmin(pg_current_snapshot())::text as horizon, ${micros('now()')} as "readAt"`;
const columns = `decision_id::double precision as "decisionId", scope, value, action,
  (extract(epoch from expires_at) * 1000)::double precision as until`;

type Position = EnforcementPosition;
type Seen = Pick<EnforcementReading, 'seenAt'>;

async function clockAfter(pool: Pool): Promise<number> {
  const { rows } = await pool.query<Seen>(`select ${seen}`);
  return rows[0]?.seenAt ?? 0;
}

// At most 5,000 accounts each, one as a rule. Small enough that the rows of a page are collected with the young ones.
const decisionsPerPage = 12_500;

/** One string for all rows that say the same: a driver makes one for each. */
function shareWords(target: EnforcedTarget): EnforcedTarget {
  const scope = targetScopes.find((each) => each === target.scope) ?? target.scope;
  const action = caseActions.find((each) => each === target.action) ?? target.action;
  return { ...target, scope, action };
}

type Take = (target: EnforcedTarget) => void;

/** In parts, so that the rows of one are gone before the next ones come. */
async function readPages(pool: Pool, take: Take): Promise<void> {
  let after: string | null = '0';
  while (after !== null) {
    const page: { rows: { last: string | null }[] } = await pool.query(
      `select max(decision_id)::text as last from (
         select decision_id from decisions where decision_id > $1 and expires_at > now()
         order by decision_id limit ${decisionsPerPage}) page`,
      [after],
    );
    const last: string | null = page.rows[0]?.last ?? null;
    const { rows } = await pool.query<EnforcedTarget>(
      `select ${columns} from enforced_targets where decision_id > $1 and decision_id <= $2`,
      [after, last],
    );
    for (const row of rows) take(shareWords(row));
    after = last;
  }
}

/** Hands over everything in force, one by one; returns what may have ended in the last three days. */
export async function readAllTargets(pool: Pool, take: Take): Promise<FirstReading> {
  const { rows } = await pool.query<Position>(`select ${position}`);
  const [at] = rows;
  if (at === undefined) throw new Error('the position of the database was not answered');
  await readPages(pool, take);
  const { rows: lifted } = await pool.query<LiftedTarget>(
    'select scope, value, action from lifted_targets',
  );
  return { ...at, seenAt: await clockAfter(pool), lifted };
}

/**
 * What changed since. A change may be read several times and none is missed: transactions that were still open at the
 * earlier reading are looked at again, and so are decisions that have begun and allow-list entries that have ended since.
 */
export async function readChangedTargets(
  pool: Pool,
  { horizon, readAt }: EnforcementPosition,
): Promise<EnforcementReading> {
  const { rows } = await pool.query<Position & Seen & { changed: number[] }>(
    `select ${position}, ${seen}, array(
       select decision_id::double precision from enforcement_changes
         where changed_xid >= $1::xid8 and changed_at > now() - interval '1 day'
       union select decision_id::double precision from allow_list_entries entries
         join decisions on account_ids @> array[entries.account_id] and decisions.expires_at > now()
         where entries.expires_at > to_timestamp($2::double precision / 1000000) - interval '1 second'
           and entries.expires_at <= now()
       union select begun::double precision
         from begun_since(to_timestamp($2::double precision / 1000000) - interval '1 second') as begun
     ) as changed`,
    [horizon, readAt],
  );
  const [read] = rows;
  if (read === undefined) throw new Error('the changes of enforcement were not answered');
  if (read.changed.length === 0) return { ...read, targets: [] };
  const { rows: targets } = await pool.query<EnforcedTarget>(
    `select ${columns} from enforced_targets where decision_id = any($1::bigint[])`,
    [read.changed],
  );
  return { ...read, seenAt: await clockAfter(pool), targets };
}
