import type { Pool, PoolClient } from './pool.ts';

/** What became of the messages of one kind that a decision caused, at one endpoint. */
export interface CaseDelivery {
  readonly decisionId: string;
  readonly endpointId: string;
  readonly url: string;
  readonly description: string;
  readonly type: 'target.restricted' | 'target.released';
  readonly queued: number;
  readonly delivered: number;
  /** A newer message on the same target went in their place. */
  readonly superseded: number;
  readonly dead: number;
  /** The endpoint's product has no way to do it. */
  readonly refused: number;
  /** Of those that are queued, the first. */
  readonly nextAttemptAt: Date | null;
  /** Of those that are queued, dead or refused, the last. */
  readonly lastError: string | null;
}

const mostShown = 200;

/** Where the decisions of a case were told, the newest decision first; 200 lines at most. */
export async function listCaseDeliveries(
  client: Pool | PoolClient,
  caseId: string,
): Promise<CaseDelivery[]> {
  const { rows } = await client.query<CaseDelivery>(
    `select messages.decision_id::text as "decisionId", endpoint_id::text as "endpointId", url, description, type,
       count(*) filter (where state = 'queued')::int as queued,
       count(*) filter (where state = 'delivered')::int as delivered,
       count(*) filter (where state = 'superseded')::int as superseded,
       count(*) filter (where state = 'dead')::int as dead,
       count(*) filter (where state = 'refused')::int as refused,
       min(next_attempt_at) filter (where state = 'queued') as "nextAttemptAt",
       (array_agg(last_error order by last_attempt_at desc)
         filter (where state in ('queued', 'dead', 'refused') and last_error is not null))[1] as "lastError"
     from messages join deliveries using (message_id) join endpoints using (endpoint_id)
     where messages.decision_id in (select decision_id from decisions where case_id = $1)
     group by messages.decision_id, endpoint_id, url, description, type
     order by messages.decision_id desc, endpoint_id, type limit ${String(mostShown)}`,
    [caseId],
  );
  return rows;
}

/** How many targets each of the decisions restricts now: what the feed and the checks go by. */
export async function countEnforced(
  client: Pool | PoolClient,
  decisionIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ decisionId: string; targets: number }>(
    `select decision_id::text as "decisionId", count(*)::int as targets from enforced_targets
     where decision_id = any($1::bigint[]) group by decision_id`,
    [decisionIds],
  );
  return new Map(rows.map(({ decisionId, targets }) => [decisionId, targets]));
}
