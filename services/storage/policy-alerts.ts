import type { PolicyMatch } from '../contracts/policy.ts';
import type { Pool, PoolClient } from './pool.ts';

/** Values 1 to 6 of a query that says `matchesPolicy`. */
export function matchValues(match: PolicyMatch): unknown[] {
  return [
    ...[match.level === 'act' ? ['act'] : ['review', 'act'], match.detectors],
    ...[match.client_classes, match.least_score],
    ...[match.least_requests, match.most_requests ?? null],
  ];
}

/** Whether an alert is one that the policy is about. One that does not say the class of its client is none. */
export const matchesPolicy = `alerts.subject_kind = 'account' and alerts.level = any($1::text[])
  and alerts.client_class = any($3::text[]) and alerts.score >= $4 and alerts.requests_seen >= $5
  and ($6::bigint is null or alerts.requests_seen <= $6)
  and exists (select 1 from jsonb_array_elements(alerts.reasons) as reason
    where reason ->> 'detector' = any($2::text[]) and (reason ->> 'evidence_weight')::float8 > 0)`;

/** Accounts that a person has to decide on, whatever a policy says. */
const isExempt = `(select 'allow_listed' from allow_listed where allow_listed.account_id = alerts.account_id
    union all select 'verified' from accounts where accounts.account_id = alerts.account_id and verified
    limit 1)`;

export interface MatchedAlert {
  readonly alertId: string;
  readonly accountId: string;
  readonly caseId: string;
  readonly requests: number;
}

interface Unseen {
  readonly match: PolicyMatch;
  /** Alerts that were raised before are left to people. */
  readonly since: Date;
  /** Those that have not changed since then were looked at. */
  readonly changedSince: Date;
  readonly limit: number;
}

/** What a policy has not looked at yet, the oldest first; alerts that joined no case are left out. */
export async function listUnseenMatches(
  pool: Pool,
  policyId: string,
  { match, since, changedSince, limit }: Unseen,
): Promise<MatchedAlert[]> {
  const { rows } = await pool.query<MatchedAlert>(
    `select alert_id as "alertId", account_id as "accountId", case_id::text as "caseId",
       requests_seen::float8 as requests
     from alerts
     where ${matchesPolicy} and case_id is not null and created_at > $8 and updated_at > $9
       and not exists (select 1 from policy_outcomes seen where seen.policy_id = $7 and seen.alert_id = alerts.alert_id)
     order by created_at, alert_id limit $10`,
    [...matchValues(match), policyId, since, changedSince, limit],
  );
  return rows;
}

export interface PreviewedAccount {
  readonly accountId: string;
  readonly clientClass: string;
  readonly score: number;
  readonly requests: number;
  readonly raisedAt: Date;
  /** Why a person would have had to decide; null when the policy would have acted. */
  readonly exempt: string | null;
}

/** Each account that a policy would have matched since then, the one with most requests first. */
export async function listMatchedAccounts(
  client: Pool | PoolClient,
  match: PolicyMatch,
  since: Date,
): Promise<PreviewedAccount[]> {
  const { rows } = await client.query<PreviewedAccount>(
    `select * from (
       select distinct on (account_id) account_id as "accountId", client_class as "clientClass", score,
         requests_seen::float8 as requests, raised_at as "raisedAt", ${isExempt} as exempt
       from alerts where ${matchesPolicy} and created_at > $7
       order by account_id, requests_seen desc, alert_id
     ) matched order by requests desc, "accountId"`,
    [...matchValues(match), since],
  );
  return rows;
}

/**
 * Of the cases that a policy would have acted on and that a person closed: in how many that person restricted the
 * account and nobody took it back since, by undoing it, on appeal, or in a blind second look.
 */
export async function countProvenCases(
  client: Pool | PoolClient,
  match: PolicyMatch,
): Promise<{ readonly right: number; readonly closed: number }> {
  const { rows } = await client.query<{ right: number; closed: number }>(
    `select count(*)::int as closed, count(*) filter (where outcome in ('request_verification', 'throttle',
         'suspend_key', 'suspend_account', 'suspend_campaign_members')
       and not exists (select 1 from labels where labels.subject_kind = 'account'
         and labels.subject_id = cases.subject_id and deserved_review = 'no' and source <> 'close')
       and not exists (select 1 from decisions undo join decisions undone on undo.undoes = undone.decision_id
         where undone.account_ids @> array[cases.subject_id] and undone.decided_at <= cases.closed_at
           and undo.decided_at > cases.closed_at))::int as right
     from cases
     where status = 'closed' and subject_kind = 'account'
       and exists (select 1 from case_events closing where closing.case_id = cases.case_id
         and closing.kind = 'closed' and closing.actor like 'staff:%')
       and exists (select 1 from alerts where alerts.case_id = cases.case_id and ${matchesPolicy})`,
    matchValues(match),
  );
  return rows[0] ?? { right: 0, closed: 0 };
}
