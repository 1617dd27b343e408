import type { ClientClass, DeclaredClient, StatedRate } from '../contracts/baseline.ts';
import type { RaisedLevel, Reason, Visibility } from '../contracts/finding.ts';
import { toPage, type Page, type PageRequest } from './paging.ts';
import type { Pool, PoolClient } from './pool.ts';

export interface ListedAlert {
  readonly alertId: string;
  readonly subjectKind: 'account' | 'campaign';
  readonly accountId: string | null;
  /** The campaign itself, or the strongest one that holds the account; under the id that stays after a merge. */
  readonly campaignId: string | null;
  readonly level: RaisedLevel;
  readonly score: number;
  readonly raisedAt: Date;
  readonly firstEventAt: Date;
  readonly lastEventAt: Date;
  readonly requestsSeen: number;
  readonly reasons: readonly Reason[];
  readonly sampleEventIds: readonly string[];
  /** null for an alert of before it was noted. */
  readonly visibility: Visibility | null;
  /** How long after its last event an alert was stored: what was on the way, waiting, or replayed. */
  readonly lagSeconds: number;
  /** These three are null in alerts of versions that did not state them. */
  readonly clientClass: ClientClass | null;
  readonly declaredClient: DeclaredClient | null;
  readonly statedRate: StatedRate | null;
  /** The case that it joined; null for an alert of before cases were kept. */
  readonly caseId: string | null;
}

export interface AlertFilter {
  readonly accountId?: string | undefined;
  /** Alerts of the campaign, of those that were merged into it, and of its members. */
  readonly campaignId?: string | undefined;
  /** With `campaignId`: not those of its members. */
  readonly isOwnOnly?: boolean | undefined;
  /** Inclusive, on `raisedAt`. */
  readonly since?: Date | undefined;
  readonly level?: RaisedLevel | undefined;
}

/** Those of an account, or of a campaign itself. */
export function alertsAbout(
  subjectKind: ListedAlert['subjectKind'],
  subjectId: string,
): Pick<AlertFilter, 'accountId' | 'campaignId' | 'isOwnOnly'> {
  return subjectKind === 'account'
    ? { accountId: subjectId }
    : { campaignId: subjectId, isOwnOnly: true };
}

const columns = `alert_id as "alertId", subject_kind as "subjectKind", alerts.account_id as "accountId",
  coalesce(own.campaign_id, alerts.campaign_id, membership.campaign_id) as "campaignId", alerts.level,
  alerts.score, raised_at as "raisedAt", first_event_at as "firstEventAt", last_event_at as "lastEventAt",
  requests_seen::float8 as "requestsSeen", reasons, sample_event_ids as "sampleEventIds", visibility,
  greatest(0, round(extract(epoch from alerts.created_at - last_event_at)))::float8 as "lagSeconds",
  client_class as "clientClass", declared_client as "declaredClient", stated_rate as "statedRate",
  case_id::text as "caseId"`;

/** Follows a merge to the id that stays; a chain of merges ends at a campaign that was merged into none. */
const own = `left join lateral (
    with recursive line as (
      select campaign_id, merged_into from campaigns where campaign_id = alerts.campaign_id
      union select next.campaign_id, next.merged_into from campaigns next join line on next.campaign_id = line.merged_into
    ) select campaign_id from line where merged_into is null limit 1
  ) own on alerts.campaign_id is not null`;

const membership = `left join lateral (
    select campaign_id from campaign_members member join campaigns using (campaign_id)
    where member.account_id = alerts.account_id and merged_into is null
    order by campaigns.score desc, campaign_id limit 1
  ) membership on alerts.account_id is not null`;

const family = `(with recursive family as (
    select $2::text as campaign_id
    union select below.campaign_id from campaigns below join family on below.merged_into = family.campaign_id
  ) select campaign_id from family)`;

/** What the filter and the page ask of an alert, under the name that it has in the query. */
function matches(alert: string): string {
  return `($3::timestamptz is null or ${alert}.raised_at >= $3) and ($4::text is null or ${alert}.level = $4)
    and ($5::timestamptz is null or ${alert}.raised_at < $5 or (${alert}.raised_at = $5 and ${alert}.alert_id > $6))`;
}

const ownAlerts = `select alert_id, raised_at from alerts own where own.campaign_id in ${family} and ${matches('own')}`;

/** Of each member no more than a page can hold, by its index: a large table is never read for a small campaign. */
const memberAlerts = `select newest.alert_id, newest.raised_at from campaign_members member cross join lateral (
    select alert_id, raised_at from alerts theirs where theirs.account_id = member.account_id and ${matches('theirs')}
    order by raised_at desc, alert_id limit $7
  ) newest where member.campaign_id = $2`;

function fromCampaign({ campaignId, isOwnOnly }: AlertFilter): string {
  if (campaignId === undefined) return 'true or $2::text is null';
  const candidates = isOwnOnly
    ? `${ownAlerts} and subject_kind = 'campaign'`
    : `${ownAlerts} union ${memberAlerts}`;
  return `alerts.alert_id in
    (select alert_id from (${candidates}) candidate order by raised_at desc, alert_id limit $7)`;
}

/** Newest first. */
export async function listAlerts(
  client: Pool | PoolClient,
  filter: AlertFilter,
  { limit, after }: PageRequest,
): Promise<Page<ListedAlert>> {
  const { rows } = await client.query<ListedAlert>(
    `select ${columns} from alerts ${own} ${membership}
     where ($1::text is null or alerts.account_id = $1) and (${fromCampaign(filter)}) and ${matches('alerts')}
     order by raised_at desc, alert_id limit $7`,
    [
      filter.accountId ?? null,
      filter.campaignId ?? null,
      filter.since ?? null,
      filter.level ?? null,
      after?.at ?? null,
      after?.id ?? null,
      limit + 1,
    ],
  );
  return toPage(rows, limit, (row) => ({ at: row.raisedAt, id: row.alertId }));
}
