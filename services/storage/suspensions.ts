import type { PoolClient } from './pool.ts';

/** A decision in force that suspends accounts, not only a key of one. */
export interface Suspension {
  readonly decisionId: string;
  readonly accountIds: readonly string[];
  /** Ms: since when it is in force. */
  readonly since: number;
}

export const isAccountSuspension = `action in ('suspend_account', 'suspend_campaign_members')`;

/** Suspensions in force whose tombstones were not set yet; noted as set from here on. */
export async function takeNewSuspensions(client: PoolClient): Promise<Suspension[]> {
  const { rows } = await client.query<Suspension>(
    `with new as (
       insert into tombstoned_decisions (decision_id)
       select decision_id from effective_decisions where ${isAccountSuspension}
         and not exists (select 1 from tombstoned_decisions done where done.decision_id = effective_decisions.decision_id)
       on conflict do nothing returning decision_id
     )
     select decision_id::text as "decisionId", account_ids as "accountIds",
       (extract(epoch from begins_at) * 1000)::float8 as since
     from new join standing_decisions using (decision_id)
     order by decision_id`,
  );
  return rows;
}
