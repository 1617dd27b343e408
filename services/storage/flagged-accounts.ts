import type { Reason } from '../contracts/finding.ts';
import type { Pool, PoolClient } from './pool.ts';

export interface FlaggedAccount {
  readonly accountId: string;
  readonly campaignId: string | null;
  /** The highest of the account's own alerts and its campaign's. */
  readonly score: number;
  /** The event time at which it was flagged first. */
  readonly raisedAt: Date;
  readonly reasons: readonly Reason[];
}

/** Accounts at the review level or above, members of a flagged campaign included; the most suspicious first. */
export async function listFlaggedAccounts(client: Pool | PoolClient): Promise<FlaggedAccount[]> {
  const { rows } = await client.query<FlaggedAccount>(
    `with membership as (
       select member.account_id, member.campaign_id
       from campaign_members member join campaigns using (campaign_id)
       where campaigns.level is not null and campaigns.merged_into is null
     ), evidence as (
       select account_id, null as campaign_id, score, raised_at, reasons from alerts
       where subject_kind = 'account'
       union all
       select membership.account_id, membership.campaign_id, score, raised_at, reasons
       from membership join alerts on subject_kind = 'campaign' and subject_id = membership.campaign_id
     )
     select account_id as "accountId", max(campaign_id) as "campaignId", max(score) as score,
       min(raised_at) as "raisedAt", (array_agg(reasons order by score desc, raised_at desc))[1] as reasons
     from evidence group by account_id
     order by score desc, account_id collate "C"`,
  );
  return rows;
}

export interface FindingCounts {
  readonly alerts: number;
  readonly cases: number;
  readonly campaigns: number;
}

/** How much stands in the database. Campaigns that became part of another do not count. */
export async function countFindings(client: Pool | PoolClient): Promise<FindingCounts> {
  const { rows } = await client.query<FindingCounts>(
    `select (select count(*) from alerts)::int as alerts, (select count(*) from cases)::int as cases,
       (select count(*) from campaigns where merged_into is null)::int as campaigns`,
  );
  return rows[0] ?? { alerts: 0, cases: 0, campaigns: 0 };
}
