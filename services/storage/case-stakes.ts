import type { Pool, PoolClient } from './pool.ts';

/** What deciding on several cases together would touch. */
export interface CaseStakes {
  readonly cases: number;
  /** Of campaigns, every member; an account that several cases name counts once. */
  readonly accounts: number;
  /** Of the subjects, when they were last raised. */
  readonly requests: number;
  /** Their part of the requests of all open cases, 0 to 1. */
  readonly requestShare: number;
}

/** Counts the open ones among the cases. */
export async function findCaseStakes(
  client: Pool | PoolClient,
  caseIds: readonly string[],
): Promise<CaseStakes> {
  const { rows } = await client.query<CaseStakes>(
    `with chosen as (
       select * from cases where case_id = any($1::bigint[]) and status = 'open'
     ), touched as (
       select subject_id as account_id from chosen where subject_kind = 'account'
       union select account_id from chosen join campaign_members on subject_kind = 'campaign' and campaign_id = subject_id
     )
     select (select count(*)::int from chosen) as cases, (select count(*)::int from touched) as accounts,
       (select coalesce(sum(exposure), 0)::float8 from chosen) as requests,
       (select coalesce(sum(exposure), 0)::float8 from chosen)
         / greatest(1, (select sum(exposure)::float8 from cases where status = 'open')) as "requestShare"`,
    [caseIds],
  );
  return rows[0] ?? { cases: 0, accounts: 0, requests: 0, requestShare: 0 };
}
