import type { Pool, PoolClient } from './pool.ts';

/** A challenger against live, in accounts at the review level or above, members of campaigns and groups included. */
export interface ChallengerComparison {
  readonly challenger: string;
  readonly version: string;
  /** Event times of its first and its last finding. */
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly flaggedByBoth: number;
  /** Live has raised these while the challenger was there to judge them, and it has not. */
  readonly flaggedByLiveAlone: number;
  readonly flaggedByChallengerAlone: number;
}

/** Newest first. What live had raised before a challenger was there is compared with nothing. */
export async function listChallengers(client: Pool | PoolClient): Promise<ChallengerComparison[]> {
  const { rows } = await client.query<ChallengerComparison>(
    `with live as (
       select account_id from alerts where subject_kind = 'account'
       union
       select account_id from campaign_members join campaigns using (campaign_id)
       where campaigns.level is not null and merged_into is null
     ), told as (
       select challenger, version, raised_at, verdict, subject_id as account_id
       from shadow_findings where subject_kind = 'account'
       union all
       select challenger, version, raised_at, verdict, member
       from shadow_findings cross join unnest(member_ids) as member where subject_kind = 'campaign'
     ), judged as (
       select challenger, version, account_id, min(raised_at) as first_at, max(raised_at) as last_at,
         bool_or(verdict = 'raised') as is_raised
       from told group by challenger, version, account_id
     )
     select challenger, version, min(first_at) as "firstAt", max(last_at) as "lastAt",
       (count(*) filter (where is_raised and live.account_id is not null))::int as "flaggedByBoth",
       (count(*) filter (where not is_raised))::int as "flaggedByLiveAlone",
       (count(*) filter (where is_raised and live.account_id is null))::int as "flaggedByChallengerAlone"
     from judged left join live using (account_id)
     group by challenger, version order by max(last_at) desc, challenger, version`,
  );
  return rows;
}
