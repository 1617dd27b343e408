import type { Pool, PoolClient } from './pool.ts';
import { isRowId } from './row-id.ts';

export interface LegalHold {
  readonly holdId: string;
  readonly accountId: string;
  readonly reason: string;
  readonly placedBy: string;
  readonly placedAt: Date;
}

const columns = `legal_hold_id::text as "holdId", account_id as "accountId", reason, placed_by as "placedBy",
  placed_at as "placedAt"`;

/** From here on what is kept of the account does not expire. */
export async function insertLegalHold(
  client: PoolClient,
  { accountId, reason, placedBy }: Pick<LegalHold, 'accountId' | 'reason' | 'placedBy'>,
): Promise<LegalHold> {
  const { rows } = await client.query<LegalHold>(
    `insert into legal_holds (account_id, reason, placed_by) values ($1, $2, $3) returning ${columns}`,
    [accountId, reason, placedBy],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('insert into legal_holds returned no row');
  return row;
}

/** Ends a hold. Undefined when there is none, or it ended before. */
export async function liftLegalHold(
  client: PoolClient,
  lift: { readonly holdId: string; readonly reason: string; readonly liftedBy: string },
): Promise<LegalHold | undefined> {
  const { holdId, reason, liftedBy } = lift;
  if (!isRowId(holdId)) return undefined;
  const { rows } = await client.query<LegalHold>(
    `with lifted as (
       insert into legal_hold_lifts (legal_hold_id, reason, lifted_by)
       select legal_hold_id, $2, $3 from standing_legal_holds where legal_hold_id = $1
       on conflict do nothing returning legal_hold_id
     )
     select ${columns} from legal_holds join lifted using (legal_hold_id)`,
    [holdId, reason, liftedBy],
  );
  return rows[0];
}

/** Those that stand, oldest first. People place them one by one, so that there are few. */
export async function listLegalHolds(client: Pool | PoolClient): Promise<LegalHold[]> {
  const { rows } = await client.query<LegalHold>(
    `select ${columns} from standing_legal_holds order by legal_hold_id`,
  );
  return rows;
}
