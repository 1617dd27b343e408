import type { Pool, PoolClient } from './pool.ts';

/** That an account is flagged, by an alert of its own or as a member of a flagged campaign. */
export interface FlaggedStanding {
  readonly accountId: string;
  /** The highest score among its own alerts; null when only a campaign names it. */
  readonly raisedScore: number | null;
}

/** Those of the given accounts that are flagged. */
export async function listFlaggedStandings(
  client: Pool | PoolClient,
  accountIds: readonly string[],
): Promise<FlaggedStanding[]> {
  const { rows } = await client.query<FlaggedStanding>(
    `select given.account_id as "accountId", raised.score as "raisedScore"
     from unnest($1::text[]) as given(account_id)
     cross join lateral (select max(score) as score from alerts where alerts.account_id = given.account_id) raised
     where raised.score is not null or exists (
       select 1 from campaign_members member join campaigns using (campaign_id)
       where member.account_id = given.account_id and campaigns.level is not null)`,
    [accountIds],
  );
  return rows;
}
