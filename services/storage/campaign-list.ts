import type { RaisedLevel, Reason } from '../contracts/finding.ts';
import { toPage, type Page, type PageRequest } from './paging.ts';
import type { Pool, PoolClient } from './pool.ts';

export interface ListedCampaign {
  readonly campaignId: string;
  readonly level: RaisedLevel | null;
  readonly score: number;
  readonly firstSeenAt: Date;
  readonly updatedAt: Date;
  readonly members: number;
}

export interface ListedMember {
  readonly accountId: string;
  readonly confidence: number;
  readonly reasons: readonly Reason[];
}

/** `rarity` is in nats: ln(all accounts / accounts that carry the trait). */
export interface ListedLink {
  readonly family: string;
  readonly trait: string;
  readonly accounts: number;
  readonly rarity: number;
}

export interface CampaignDetail extends Omit<ListedCampaign, 'members'> {
  /** The id that stays; null when this is it. */
  readonly mergedInto: string | null;
  readonly members: readonly ListedMember[];
  readonly links: readonly ListedLink[];
}

export interface CampaignHead extends ListedCampaign {
  readonly mergedInto: string | null;
  readonly links: readonly ListedLink[];
}

export interface Membership extends Omit<ListedCampaign, 'members' | 'updatedAt'> {
  readonly confidence: number;
  readonly links: readonly ListedLink[];
}

const head = `campaigns.campaign_id as "campaignId", campaigns.level, campaigns.score,
  first_seen_at as "firstSeenAt", updated_at as "updatedAt"`;

const links = `(select coalesce(jsonb_agg(jsonb_build_object('family', family, 'trait', trait,
    'accounts', accounts, 'rarity', rarity) order by rarity desc, family, trait), '[]')
  from campaign_links where campaign_links.campaign_id = campaigns.campaign_id) as links`;

/** Newest first, without those that were merged into another. */
export async function listCampaigns(
  client: Pool | PoolClient,
  filter: { readonly level?: RaisedLevel | undefined },
  { limit, after }: PageRequest,
): Promise<Page<ListedCampaign>> {
  const { rows } = await client.query<ListedCampaign>(
    `select ${head},
       (select count(*)::int from campaign_members where campaign_id = campaigns.campaign_id) as members
     from campaigns where merged_into is null and ($1::text is null or level = $1)
       and ($2::timestamptz is null or first_seen_at < $2 or (first_seen_at = $2 and campaign_id > $3))
     order by first_seen_at desc, campaign_id limit $4`,
    [filter.level ?? null, after?.at ?? null, after?.id ?? null, limit + 1],
  );
  return toPage(rows, limit, (row) => ({ at: row.firstSeenAt, id: row.campaignId }));
}

const mergedInto = `(with recursive line as (
     select campaign_id, merged_into from campaigns first where first.campaign_id = campaigns.campaign_id
     union select next.campaign_id, next.merged_into from campaigns next
       join line on next.campaign_id = line.merged_into
   ) select nullif(campaign_id, campaigns.campaign_id) from line where merged_into is null) as "mergedInto"`;

/** A campaign with all its members, however many. */
export async function findCampaign(
  client: Pool | PoolClient,
  campaignId: string,
): Promise<CampaignDetail | undefined> {
  const { rows } = await client.query<CampaignDetail>(
    `select ${head}, ${links}, ${mergedInto},
       (select coalesce(jsonb_agg(jsonb_build_object('accountId', account_id, 'confidence', confidence,
          'reasons', reasons) order by confidence desc, account_id), '[]')
        from campaign_members where campaign_members.campaign_id = campaigns.campaign_id) as members
     from campaigns where campaign_id = $1`,
    [campaignId],
  );
  return rows[0];
}

/** A campaign with its links and the number of its members, for pages that list these piece by piece. */
export async function findCampaignHead(
  client: Pool | PoolClient,
  campaignId: string,
): Promise<CampaignHead | undefined> {
  const { rows } = await client.query<CampaignHead>(
    `select ${head}, ${links}, ${mergedInto},
       (select count(*)::int from campaign_members where campaign_id = campaigns.campaign_id) as members
     from campaigns where campaign_id = $1`,
    [campaignId],
  );
  return rows[0];
}

/** The campaigns that hold an account, the strongest first. */
export async function listMemberships(
  client: Pool | PoolClient,
  accountId: string,
): Promise<Membership[]> {
  const { rows } = await client.query<Membership>(
    `select ${head}, member.confidence, ${links}
     from campaign_members member join campaigns using (campaign_id)
     where member.account_id = $1 and merged_into is null order by score desc, campaign_id`,
    [accountId],
  );
  return rows;
}
