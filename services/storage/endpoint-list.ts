import type { Endpoint } from './endpoints.ts';
import type { Pool } from './pool.ts';

/** An endpoint, and how what it is told fares. */
export interface ListedEndpoint extends Pick<
  Endpoint,
  | 'endpointId'
  | 'url'
  | 'description'
  | 'kind'
  | 'settings'
  | 'format'
  | 'disabledAt'
  | 'disabledBecause'
  | 'rotatedUntil'
> {
  readonly queued: number;
  /** Since when the longest waiting message waits. */
  readonly queuedSince: Date | null;
  readonly dead: number;
  /** Its product has no way to do them. */
  readonly refused: number;
  readonly lastDeliveredAt: Date | null;
  /** Of the messages that wait, the last that was tried. */
  readonly lastError: string | null;
}

/** Endpoints, the newest first; each looks at its own waiting and given up messages only. */
export async function listEndpointsWithState(
  pool: Pool,
  endpointId: string | null = null,
): Promise<ListedEndpoint[]> {
  const { rows } = await pool.query<ListedEndpoint>(
    `select endpoint_id::text as "endpointId", kind, settings, url, description, format, disabled_at as "disabledAt",
       disabled_because as "disabledBecause", rotated_until as "rotatedUntil", waiting.queued,
       waiting.since as "queuedSince", waiting.error as "lastError", given_up.dead, beyond.refused, taken.at as "lastDeliveredAt"
     from endpoints
       cross join lateral (select count(*)::int as queued, min(created_at) as since,
           (array_agg(last_error order by last_attempt_at desc) filter (where last_error is not null))[1] as error
         from deliveries join messages using (message_id)
         where deliveries.endpoint_id = endpoints.endpoint_id and state = 'queued') waiting
       cross join lateral (select count(*)::int as dead from deliveries
         where deliveries.endpoint_id = endpoints.endpoint_id and state = 'dead') given_up
       cross join lateral (select count(*)::int as refused from deliveries
         where deliveries.endpoint_id = endpoints.endpoint_id and state = 'refused') beyond
       left join lateral (select last_attempt_at as at from deliveries
         where deliveries.endpoint_id = endpoints.endpoint_id and state = 'delivered'
         order by message_id desc limit 1) taken on true
     where $1::bigint is null or endpoint_id = $1 order by endpoint_id desc`,
    [endpointId],
  );
  return rows;
}
