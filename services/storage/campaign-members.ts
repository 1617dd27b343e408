import type { ListedMember } from './campaign-list.ts';
import { toPage, type Page, type PageRequest } from './paging.ts';
import type { Pool, PoolClient } from './pool.ts';

export interface MemberStart {
  readonly confidence: number;
  readonly accountId: string;
}

/** Members of a campaign, the surest first. */
export async function listMembers(
  client: Pool | PoolClient,
  campaignId: string,
  { limit, after }: PageRequest<MemberStart>,
): Promise<Page<ListedMember, MemberStart>> {
  const { rows } = await client.query<ListedMember>(
    `select account_id as "accountId", confidence, reasons from campaign_members
     where campaign_id = $1 and ($2::float8 is null or confidence < $2 or (confidence = $2 and account_id > $3))
     order by confidence desc, account_id limit $4`,
    [campaignId, after?.confidence ?? null, after?.accountId ?? null, limit + 1],
  );
  return toPage<ListedMember, MemberStart>(rows, limit, (member) => member);
}

/** How many members are at least so sure, for each of the given confidences. */
export async function countMembersByConfidence(
  client: Pool | PoolClient,
  campaignId: string,
  confidences: readonly number[],
): Promise<number[]> {
  const { rows } = await client.query<{ members: number }>(
    `select (select count(*)::int from campaign_members where campaign_id = $1 and confidence >= least_confidence) as members
     from unnest($2::float8[]) with ordinality as given(least_confidence, place) order by place`,
    [campaignId, confidences],
  );
  return rows.map(({ members }) => members);
}

/** Members that are at least so sure, in the order of their ids. */
export async function listMemberIds(
  client: Pool | PoolClient,
  campaignId: string,
  leastConfidence: number,
): Promise<string[]> {
  const { rows } = await client.query<{ accountId: string }>(
    `select account_id as "accountId" from campaign_members
     where campaign_id = $1 and confidence >= $2 order by account_id`,
    [campaignId, leastConfidence],
  );
  return rows.map(({ accountId }) => accountId);
}
