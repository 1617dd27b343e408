import type { CaseAction } from './decisions.ts';
import type { Pool } from './pool.ts';

/** A message on its way to one endpoint. */
export interface ClaimedDelivery {
  readonly messageId: string;
  readonly type:
    | 'target.restricted'
    | 'target.released'
    | 'endpoint.ping'
    | 'policy.stopped'
    | 'case.changed'
    | 'cases.changed'
    | 'cases.overdue'
    | 'decision.break_glass';
  readonly scope: string | null;
  readonly value: string | null;
  /** Counts the messages on one target. */
  readonly version: number;
  readonly action: CaseAction | null;
  readonly until: Date | null;
  readonly decisionId: string | null;
  readonly caseId: string | null;
  /** What it says beside its target; null for most. */
  readonly data: unknown;
  readonly createdAt: Date;
  /** This one included. */
  readonly attempts: number;
}

interface Claim {
  readonly endpointId: string;
  readonly workerId: string;
  readonly limit: number;
  /** Milliseconds after which somebody else may take what was claimed. */
  readonly claimMs: number;
}

/** Gives up those that nobody holds any more and that a newer message on the target has replaced. */
export async function supersedeAbandoned(pool: Pool): Promise<void> {
  await pool.query(
    `update deliveries set state = 'superseded' from messages
     where messages.message_id = deliveries.message_id and state = 'queued' and claimed_until < now() and exists (
       select 1 from messages newer join deliveries other using (message_id)
       where (newer.scope, newer.value) = (messages.scope, messages.value) and newer.message_id > messages.message_id
         and other.endpoint_id = deliveries.endpoint_id)`,
  );
}

/**
 * Takes what is due at an endpoint, the longest due first. Of one target only one message is ever on its way: a newer
 * one waits until the older one's attempt is over.
 */
export async function claimDeliveries(pool: Pool, claim: Claim): Promise<ClaimedDelivery[]> {
  const { endpointId, workerId, limit, claimMs } = claim;
  const { rows } = await pool.query<ClaimedDelivery>(
    `with due as (
       select deliveries.message_id from deliveries join messages using (message_id)
       where endpoint_id = $1 and state = 'queued' and next_attempt_at <= now()
         and (claimed_until is null or claimed_until < now())
         and not exists (
           select 1 from messages older join deliveries other using (message_id)
           where (older.scope, older.value) = (messages.scope, messages.value)
             and older.message_id < messages.message_id and other.endpoint_id = $1 and other.state = 'queued'
             and other.claimed_until >= now())
       order by next_attempt_at, deliveries.message_id limit $3 for update of deliveries skip locked
     ), claimed as (
       update deliveries set claimed_by = $2, claimed_until = now() + $4::double precision * interval '1 millisecond',
         attempts = attempts + 1, last_attempt_at = now()
       from due where endpoint_id = $1 and deliveries.message_id = due.message_id
       returning deliveries.message_id, attempts
     )
     select message_id::text as "messageId", type, scope, value, version::double precision as version,
       messages.action, until, messages.decision_id::text as "decisionId", case_id::text as "caseId", data,
       created_at as "createdAt", attempts
     from claimed join messages using (message_id) left join decisions using (decision_id) order by message_id`,
    [endpointId, workerId, limit, claimMs],
  );
  return rows;
}

/** How an attempt ended. */
export interface Attempted {
  readonly messageId: string;
  readonly status: number | null;
  /** Null when it was taken. */
  readonly error: string | null;
  /** It cannot be done there, however often it is tried. */
  readonly isRefused?: boolean;
  /** Milliseconds until the next attempt; null when there is none. */
  readonly retryMs: number | null;
}

/**
 * Writes down how attempts ended, for those that the worker still holds. What failed is tried again, unless a newer
 * message on the target has come, or it was the last attempt.
 */
export async function settleDeliveries(
  pool: Pool,
  { endpointId, workerId }: Pick<Claim, 'endpointId' | 'workerId'>,
  attempted: readonly Attempted[],
): Promise<void> {
  await pool.query(
    `update deliveries set claimed_by = null, claimed_until = null, last_status = ended.status,
       last_error = ended.error,
       state = case when ended.error is null then 'delivered' when ended.is_refused then 'refused'
         when exists (select 1 from messages newer join deliveries other using (message_id)
           where (newer.scope, newer.value) = (messages.scope, messages.value)
             and newer.message_id > messages.message_id and other.endpoint_id = $1) then 'superseded'
         when ended.retry_ms is null then 'dead' else 'queued' end,
       next_attempt_at = now() + coalesce(ended.retry_ms, 0) * interval '1 millisecond'
     from unnest($3::bigint[], $4::integer[], $5::text[], $6::double precision[], $7::boolean[])
         as ended(message_id, status, error, retry_ms, is_refused) join messages using (message_id)
     where deliveries.endpoint_id = $1 and deliveries.message_id = ended.message_id and claimed_by = $2`,
    [
      ...[endpointId, workerId],
      attempted.map(({ messageId }) => messageId),
      attempted.map(({ status }) => status),
      attempted.map(({ error }) => error),
      attempted.map(({ retryMs }) => retryMs),
      attempted.map(({ isRefused = false }) => isRefused),
    ],
  );
}

/** Announces what has ended by its date since; returns how many targets were looked at. */
export async function announceDue(pool: Pool, since: Date): Promise<number> {
  const { rows } = await pool.query<{ looked: number }>('select announce_due($1) as looked', [
    since,
  ]);
  return rows[0]?.looked ?? 0;
}

/** Tells people what changed with cases, once the oldest change is `restMs` old; returns how many cases it looked at. */
export async function announceCases(pool: Pool, restMs: number): Promise<number> {
  const { rows } = await pool.query<{ looked: number }>(
    `select announce_cases($1::double precision * interval '1 millisecond') as looked`,
    [restMs],
  );
  return rows[0]?.looked ?? 0;
}

/** Tells people which cases nobody has looked at in time, once the first of them has been late for so many ms. */
export async function announceOverdue(pool: Pool, restMs: number): Promise<number> {
  const { rows } = await pool.query<{ told: number }>(
    `select announce_overdue($1::double precision * interval '1 millisecond') as told`,
    [restMs],
  );
  return rows[0]?.told ?? 0;
}
