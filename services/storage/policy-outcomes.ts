import type { Pool, PoolClient } from './pool.ts';

export type PolicyOutcomeName = 'shadowed' | 'proposed' | 'acted' | 'passed';

export interface NewPolicyOutcome {
  readonly policyId: string;
  readonly alertId: string;
  readonly accountId: string;
  readonly outcome: PolicyOutcomeName;
  readonly because: string | null;
  readonly decisionId: string | null;
  readonly requests: number;
}

/** False when the alert had its outcome before: whoever is told so must do nothing. */
export async function insertPolicyOutcome(
  client: PoolClient,
  given: NewPolicyOutcome,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into policy_outcomes (policy_id, alert_id, account_id, outcome, because, decision_id, requests)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [
      ...[given.policyId, given.alertId, given.accountId, given.outcome, given.because],
      ...[given.decisionId, given.requests],
    ],
  );
  return rowCount === 1;
}

export async function hasPolicyOutcome(
  client: PoolClient,
  policyId: string,
  alertId: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'select 1 from policy_outcomes where policy_id = $1 and alert_id = $2',
    [policyId, alertId],
  );
  return rowCount === 1;
}

/** What a policy has spent of its budget. */
export interface PolicySpending {
  readonly accountsInHour: number;
  readonly accountsInDay: number;
  readonly requestsInDay: number;
}

export async function readPolicySpending(
  client: Pool | PoolClient,
  policyId: string,
): Promise<PolicySpending> {
  const { rows } = await client.query<PolicySpending>(
    `select count(distinct account_id) filter (where at > now() - interval '1 hour')::int as "accountsInHour",
       count(distinct account_id)::int as "accountsInDay", coalesce(sum(requests), 0)::float8 as "requestsInDay"
     from policy_outcomes where policy_id = $1 and outcome = 'acted' and at > now() - interval '24 hours'`,
    [policyId],
  );
  return rows[0] ?? { accountsInHour: 0, accountsInDay: 0, requestsInDay: 0 };
}

/** How often each outcome came about in the last 30 days. */
export async function countPolicyOutcomes(
  pool: Pool,
  policyId: string,
): Promise<Readonly<Partial<Record<PolicyOutcomeName, number>>>> {
  const { rows } = await pool.query<{ outcome: PolicyOutcomeName; count: number }>(
    `select outcome, count(*)::int as count from policy_outcomes
     where policy_id = $1 and at > now() - interval '30 days' group by outcome`,
    [policyId],
  );
  return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
}

/** Tells every endpoint that a policy was stopped by its budget. */
export async function announcePolicyStopped(client: PoolClient, policyId: string): Promise<void> {
  await client.query('select announce_policy_stopped($1)', [policyId]);
}

/** Why a person has to decide on the account, or has done so; null when a policy may. */
export async function findHandsOff(client: PoolClient, accountId: string): Promise<string | null> {
  const { rows } = await client.query<{ why: string }>(
    `select 'allow_listed' as why from allow_listed where account_id = $1
     union all select 'verified' from accounts where account_id = $1 and verified
     union all select 'taken_back_before' from decisions undo join decisions undone on undo.undoes = undone.decision_id
       where undone.account_ids @> array[$1] and undo.decided_at > now() - interval '90 days'
     union all select 'cleared_before' from cases
       where subject_kind = 'account' and subject_id = $1 and outcome = 'no_action' and closed_at > now() - interval '90 days'
     union all select 'overturned_before' from overturned_accounts where account_id = $1
     limit 1`,
    [accountId],
  );
  return rows[0]?.why ?? null;
}

/** Whether something is decided on the account already, in force or waiting for its second person. */
export async function isDecidedOn(client: PoolClient, accountId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `select 1 from decisions left join decision_approvals approval using (decision_id)
     where account_ids @> array[$1] and action not in ('no_action', 'undo') and expires_at > now()
       and (approval.verdict is null or approval.verdict = 'approved')
       and not exists (select 1 from decisions undo where undo.undoes = decisions.decision_id) limit 1`,
    [accountId],
  );
  return rowCount === 1;
}

/** What a policy decided since then and what neither ended nor was undone, the oldest first. */
export async function listPolicyDecisions(
  pool: Pool,
  policyId: string,
  since: Date,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select decision_id::text as id from policy_outcomes join decisions using (decision_id)
     where policy_id = $1 and outcome = 'acted' and at >= $2 and expires_at > now()
       and not exists (select 1 from decisions undo where undo.undoes = policy_outcomes.decision_id) order by decision_id`,
    [policyId, since],
  );
  return rows.map(({ id }) => id);
}
