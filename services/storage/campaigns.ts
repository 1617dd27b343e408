import type { RaisedLevel, Reason } from '../contracts/finding.ts';
import type { Pool, PoolClient } from './pool.ts';
import { storableJson } from './storable.ts';

export interface StoredCampaign {
  readonly campaignId: string;
  readonly mergedInto: string | null;
  readonly level: RaisedLevel | null;
  readonly score: number;
  /** Ms. */
  readonly firstSeenAt: number;
  readonly members: readonly {
    readonly accountId: string;
    readonly confidence: number;
    readonly reasons: readonly Reason[];
  }[];
  readonly links: readonly {
    readonly family: string;
    readonly trait: string;
    readonly accounts: number;
    readonly rarity: number;
  }[];
}

async function upsertHeads(client: PoolClient, campaigns: readonly StoredCampaign[]) {
  await client.query(
    `insert into campaigns (campaign_id, merged_into, level, score, first_seen_at)
     select id, merged, level, score, to_timestamp(first_seen / 1000)
     from unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::float8[]) as given(id, merged, level, score, first_seen)
     on conflict (campaign_id) do update set merged_into = excluded.merged_into, level = excluded.level,
       score = excluded.score, first_seen_at = excluded.first_seen_at, updated_at = now()`,
    [
      campaigns.map((campaign) => campaign.campaignId),
      campaigns.map((campaign) => campaign.mergedInto),
      campaigns.map((campaign) => campaign.level),
      campaigns.map((campaign) => campaign.score),
      campaigns.map((campaign) => campaign.firstSeenAt),
    ],
  );
}

async function replaceMembers(client: PoolClient, campaigns: readonly StoredCampaign[]) {
  const rows = campaigns.flatMap(({ campaignId, members }) =>
    members.map((member) => ({ campaignId, ...member })),
  );
  await client.query(
    `insert into campaign_members (campaign_id, account_id, confidence, reasons)
     select "campaignId", "accountId", confidence, reasons from jsonb_to_recordset($1::jsonb)
       as given("campaignId" text, "accountId" text, confidence float8, reasons jsonb)`,
    [storableJson(rows)],
  );
}

async function replaceLinks(client: PoolClient, campaigns: readonly StoredCampaign[]) {
  const rows = campaigns.flatMap(({ campaignId, links }) =>
    links.map((link) => ({ campaignId, ...link })),
  );
  await client.query(
    `insert into campaign_links (campaign_id, family, trait, accounts, rarity)
     select "campaignId", family, trait, accounts, rarity from jsonb_to_recordset($1::jsonb)
       as given("campaignId" text, family text, trait text, accounts integer, rarity float8)`,
    [storableJson(rows)],
  );
}

/** Stores campaigns as they now are, members and links included. Of two with one id the later counts. */
export async function replaceCampaigns(
  client: PoolClient,
  given: readonly StoredCampaign[],
): Promise<void> {
  if (given.length === 0) return;
  const campaigns = [...new Map(given.map((campaign) => [campaign.campaignId, campaign])).values()];
  const ids = campaigns.map((campaign) => campaign.campaignId);
  await upsertHeads(client, campaigns);
  await client.query('delete from campaign_members where campaign_id = any($1)', [ids]);
  await client.query('delete from campaign_links where campaign_id = any($1)', [ids]);
  await replaceMembers(client, campaigns);
  await replaceLinks(client, campaigns);
}

/** Every campaign, merged ones included, in the order of their ids. */
export async function listStoredCampaigns(client: Pool | PoolClient): Promise<StoredCampaign[]> {
  const { rows } = await client.query<StoredCampaign>(
    `select campaign_id as "campaignId", merged_into as "mergedInto", level, score,
       (extract(epoch from first_seen_at) * 1000)::float8 as "firstSeenAt",
       (select coalesce(jsonb_agg(jsonb_build_object('accountId', account_id, 'confidence', confidence,
          'reasons', reasons) order by account_id collate "C"), '[]')
        from campaign_members where campaign_id = campaigns.campaign_id) as members,
       (select coalesce(jsonb_agg(jsonb_build_object('family', family, 'trait', trait, 'accounts', accounts,
          'rarity', rarity) order by family collate "C", trait collate "C"), '[]')
        from campaign_links where campaign_id = campaigns.campaign_id) as links
     from campaigns order by campaign_id collate "C"`,
  );
  return rows;
}
