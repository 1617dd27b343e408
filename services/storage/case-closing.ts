import { isClaimOver } from './case-claims.ts';
import { detectorsOf, type DeservedReview } from './labels.ts';
import type { PoolClient } from './pool.ts';

interface Closing {
  /** The action of the decision that closes it. */
  readonly outcome: string;
  readonly decisionId: string;
  readonly deservedReview: DeservedReview;
  readonly actor: string;
}

/** Closes the open ones among the cases, writes their history, and labels their subjects. */
export async function closeCases(
  client: PoolClient,
  caseIds: readonly string[],
  { outcome, decisionId, deservedReview, actor }: Closing,
): Promise<void> {
  await client.query(
    `with closed as (
       update cases set status = 'closed', closed_at = now(), outcome = $2, version = version + 1,
         claimed_by = null, claim_expires_at = null, snoozed_until = null
       where case_id = any($1::bigint[]) and status = 'open'
       returning case_id, version, subject_kind, subject_id
     ), labelled as (
       insert into labels (case_id, subject_kind, subject_id, deserved_review, source, detectors, labelled_by)
       select case_id, subject_kind, subject_id, $4, 'close',
         ${detectorsOf('alerts.case_id = closed.case_id')}, $5
       from closed
     )
     insert into case_events (case_id, version, kind, is_change, actor, detail)
     select case_id, version, 'closed', true, $5,
       jsonb_build_object('outcome', $2::text, 'decision_id', $3::text, 'deserved_review', $4::text)
     from closed`,
    [caseIds, outcome, decisionId, deservedReview, actor],
  );
}

/**
 * Locks a case, and with it the open cases of accounts that a decision on it would settle too; those that somebody
 * else is working on are left to them. In the order of the ids, as whoever locks several must. Returns the ids of the
 * others.
 */
export async function lockWithCovered(
  client: PoolClient,
  caseId: string,
  covered: { readonly accountIds: readonly string[]; readonly actor: string },
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select case_id::text as id from cases
     where case_id = $1 or (status = 'open' and subject_kind = 'account' and subject_id = any($2)
       and (${isClaimOver} or claimed_by = $3))
     order by case_id for update`,
    [caseId, covered.accountIds, covered.actor],
  );
  return rows.map(({ id }) => id).filter((id) => id !== caseId);
}
