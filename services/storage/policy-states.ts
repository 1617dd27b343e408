import type { Pool, PoolClient } from './pool.ts';

export type PolicyStateName = 'watching' | 'armed' | 'stopped' | 'tripped';

export interface PolicyState {
  readonly policyId: string;
  readonly state: PolicyStateName;
  /** Of the policy and of the detection settings when it was last armed; null when it never was. */
  readonly policySha256: Buffer | null;
  readonly detectionVersion: string | null;
  readonly isForced: boolean;
  readonly because: string | null;
  /** Alerts of before are left to people. */
  readonly watchesSince: Date;
  readonly changedBy: string;
  readonly changedAt: Date;
}

const columns = `policy_id as "policyId", state, policy_sha256 as "policySha256", detection_version as "detectionVersion",
  coalesce(is_forced, false) as "isForced", because, watches_since as "watchesSince", changed_by as "changedBy",
  changed_at as "changedAt"`;
const source = `(select state_row.*, policy_sha256, detection_version, is_forced
  from policy_states state_row left join policy_armings using (arming_id, policy_id)) state_rows`;

export async function findPolicyState(
  client: Pool | PoolClient,
  policyId: string,
): Promise<PolicyState | undefined> {
  const { rows } = await client.query<PolicyState>(
    `select ${columns} from ${source} where policy_id = $1`,
    [policyId],
  );
  return rows[0];
}

/** The state of a policy, which begins to watch now when it is not known. */
export async function ensurePolicyState(pool: Pool, policyId: string): Promise<PolicyState> {
  await pool.query(
    `insert into policy_states (policy_id, changed_by) values ($1, 'system') on conflict do nothing`,
    [policyId],
  );
  const found = await findPolicyState(pool, policyId);
  if (found === undefined) throw new Error('the state of a policy was removed');
  return found;
}

/** Keeps everyone else from acting by the policy, or from changing its state, until the transaction ends. */
export async function lockPolicyState(
  client: PoolClient,
  policyId: string,
): Promise<PolicyState | undefined> {
  await client.query('select 1 from policy_states where policy_id = $1 for update', [policyId]);
  return findPolicyState(client, policyId);
}

interface StateChange {
  readonly policyId: string;
  readonly state: PolicyStateName;
  readonly because: string;
  readonly changedBy: string;
}

export async function setPolicyState(client: PoolClient, change: StateChange): Promise<void> {
  const { policyId, state, because, changedBy } = change;
  await client.query(
    `insert into policy_states (policy_id, state, because, changed_by) values ($1, $2, $3, $4)
     on conflict (policy_id) do update set state = excluded.state, because = excluded.because,
       changed_by = excluded.changed_by, changed_at = now()`,
    [policyId, state, because, changedBy],
  );
}

export interface NewArming {
  readonly policyId: string;
  readonly policySha256: Buffer;
  readonly detectionVersion: string;
  readonly evidence: object;
  readonly preview: object;
  readonly isForced: boolean;
  readonly reason: string;
  readonly armedBy: string;
}

/** Lets a policy act on what is raised from now on. */
export async function insertArming(client: PoolClient, arming: NewArming): Promise<void> {
  const { policyId, reason, armedBy } = arming;
  await client.query(
    `with arming as (
       insert into policy_armings (policy_id, policy_sha256, detection_version, evidence, preview, is_forced, reason, armed_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning arming_id
     )
     insert into policy_states (policy_id, state, arming_id, because, changed_by)
     select $1, 'armed', arming_id, $7, $8 from arming
     on conflict (policy_id) do update set state = 'armed', arming_id = excluded.arming_id, because = excluded.because,
       watches_since = now(), changed_by = excluded.changed_by, changed_at = now()`,
    [
      ...[policyId, arming.policySha256, arming.detectionVersion],
      ...[JSON.stringify(arming.evidence), JSON.stringify(arming.preview)],
      ...[arming.isForced, reason, armedBy],
    ],
  );
}

/** Leaves everything that was raised until now to people; of one policy, or of all. */
export async function resetWatches(client: PoolClient, policyId?: string): Promise<void> {
  await client.query(
    'update policy_states set watches_since = now() where $1::text is null or policy_id = $1',
    [policyId ?? null],
  );
}
