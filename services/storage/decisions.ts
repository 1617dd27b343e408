import type { DeservedReview } from './labels.ts';
import type { Pool, PoolClient } from './pool.ts';
import { isRowId } from './row-id.ts';

export const caseActions = [
  'no_action',
  'watch',
  'request_verification',
  'throttle',
  'suspend_key',
  'suspend_account',
  'suspend_campaign_members',
  'block_network',
] as const;
export type CaseAction = (typeof caseActions)[number];

/** `pending`: waits for a second person. `scheduled`: stands and has not begun. `in_force` until it expires; what was refused or undone never comes back. */
export type DecisionState =
  'pending' | 'rejected' | 'undone' | 'overturned' | 'scheduled' | 'in_force' | 'expired' | 'done';

export interface Decision {
  readonly decisionId: string;
  readonly caseId: string;
  /** The version of the case that it was made on. */
  readonly caseVersion: number;
  readonly action: CaseAction | 'undo';
  readonly policyClause: string;
  readonly reason: string;
  readonly affectedAccounts: number;
  readonly apiKeyIds: readonly string[];
  /** Addresses and networks in their shortest form. */
  readonly networks: readonly string[];
  readonly expiresAt: Date | null;
  /** When it begins or began; null while it waits for its second person. */
  readonly beginsAt: Date | null;
  readonly undoes: string | null;
  readonly undoneBy: string | null;
  readonly decidedBy: string;
  readonly decidedAt: Date;
  readonly deservedReview: DeservedReview | null;
  /** Hexadecimal SHA-256 of the frozen evidence. */
  readonly evidenceSha256: string;
  readonly needsSecond: boolean;
  readonly approval: DecisionApproval | null;
  readonly state: DecisionState;
}

export interface DecisionApproval {
  readonly verdict: 'approved' | 'rejected';
  readonly isBreakGlass: boolean;
  readonly reason: string;
  readonly approvedBy: string;
  /** RFC 3339. */
  readonly approvedAt: string;
}

export interface NewDecision {
  readonly caseId: string;
  readonly caseVersion: number;
  readonly action: Decision['action'];
  readonly policyClause: string;
  readonly reason: string;
  readonly accountIds: readonly string[];
  readonly apiKeyIds: readonly string[];
  readonly networks: readonly string[];
  readonly expiresAt: Date | null;
  /** Milliseconds from the decision, or from the second person's word, until it begins; without it, at once. */
  readonly beginsAfterMs?: number;
  readonly undoes: string | null;
  readonly decidedBy: string;
  readonly idempotencyKey: string;
  readonly requestSha256: Buffer;
  readonly evidenceSha256: Buffer;
  readonly deservedReview: DeservedReview | null;
  /** Accounts that are decided on together, in one bulk decision; 0 for a decision by itself. */
  readonly batchAccounts: number;
}

const begin = 'coalesce(approved_at, decided_at) + begins_after';

export const decisionColumns = `decision_id::text as "decisionId", case_id::text as "caseId", case_version as "caseVersion", action,
  policy_clause as "policyClause", decisions.reason, affected_accounts as "affectedAccounts",
  api_key_ids as "apiKeyIds", networks, expires_at as "expiresAt", undoes::text, undo.id::text as "undoneBy",
  decided_by as "decidedBy", decided_at as "decidedAt", deserved_review as "deservedReview",
  encode(evidence_sha256, 'hex') as "evidenceSha256", needs_second as "needsSecond",
  case when verdict is not null then jsonb_build_object('verdict', verdict, 'isBreakGlass', is_break_glass,
    'reason', approval.reason, 'approvedBy', approved_by, 'approvedAt', approved_at) end as approval,
  case when not needs_second or verdict = 'approved' then ${begin} end as "beginsAt",
  case when undo.id is not null then 'undone' when verdict = 'rejected' then 'rejected'
    when freed.accounts >= affected_accounts and freed.accounts > 0 then 'overturned'
    when needs_second and verdict is null then 'pending' when expires_at is null then 'done'
    when expires_at <= now() then 'expired'
    when begins_after > interval '0' and ${begin} > clock_timestamp() then 'scheduled' else 'in_force' end as state`;
export const decisionSource = `decisions left join decision_approvals approval using (decision_id)
  left join lateral (select decision_id as id from decisions later where later.undoes = decisions.decision_id) undo on true
  left join lateral (select count(*) as accounts from overturned_accounts overturned
    where overturned.decision_id = decisions.decision_id) freed on true`;

/** The database says whether it needs a second person. Throws a unique violation for an idempotency key that was used. */
export async function insertDecision(client: PoolClient, given: NewDecision): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `insert into decisions (case_id, case_version, action, policy_clause, reason, account_ids, api_key_ids, expires_at,
       undoes, decided_by, idempotency_key, request_sha256, evidence_sha256, deserved_review, batch_accounts, networks,
       begins_after, needs_second)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
       make_interval(secs => $17), true) returning decision_id::text as id`,
    [
      ...[given.caseId, given.caseVersion, given.action, given.policyClause, given.reason],
      ...[given.accountIds, given.apiKeyIds, given.expiresAt, given.undoes, given.decidedBy],
      ...[given.idempotencyKey, given.requestSha256, given.evidenceSha256, given.deservedReview],
      ...[given.batchAccounts, given.networks, (given.beginsAfterMs ?? 0) / 1_000],
    ],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('insert into decisions returned no row');
  return row.id;
}

export async function findDecision(
  client: Pool | PoolClient,
  decisionId: string,
): Promise<Decision | undefined> {
  if (!isRowId(decisionId)) return undefined;
  const { rows } = await client.query<Decision>(
    `select ${decisionColumns} from ${decisionSource} where decision_id = $1`,
    [decisionId],
  );
  return rows[0];
}

/** What the same caller decided under this idempotency key before, and the hash of what was asked then. */
export async function findDecisionByKey(
  client: PoolClient,
  decidedBy: string,
  idempotencyKey: string,
): Promise<{ readonly decisionId: string; readonly requestSha256: Buffer } | undefined> {
  const { rows } = await client.query<{ decisionId: string; requestSha256: Buffer }>(
    `select decision_id::text as "decisionId", request_sha256 as "requestSha256" from decisions
     where decided_by = $1 and idempotency_key = $2`,
    [decidedBy, idempotencyKey],
  );
  return rows[0];
}
