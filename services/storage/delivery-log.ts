import { toPage, type Page, type PageRequest } from './paging.ts';
import type { Pool, PoolClient } from './pool.ts';

export const deliveryStates = ['queued', 'delivered', 'superseded', 'dead', 'refused'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export interface LoggedDelivery {
  readonly messageId: string;
  readonly type: string;
  readonly scope: string | null;
  readonly value: string | null;
  readonly version: number;
  readonly decisionId: string | null;
  readonly createdAt: Date;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  readonly lastAttemptAt: Date | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
}

interface LogRequest extends PageRequest<string> {
  readonly state?: DeliveryState | undefined;
}

/** What was sent to an endpoint or waits for it, the newest first. */
export async function listDeliveries(
  pool: Pool,
  endpointId: string,
  { state, after, limit }: LogRequest,
): Promise<Page<LoggedDelivery, string>> {
  const { rows } = await pool.query<LoggedDelivery>(
    `select message_id::text as "messageId", type, scope, value, version::double precision as version,
       decision_id::text as "decisionId", created_at as "createdAt", state, attempts,
       next_attempt_at as "nextAttemptAt", last_attempt_at as "lastAttemptAt", last_status as "lastStatus",
       last_error as "lastError"
     from deliveries join messages using (message_id)
     where endpoint_id = $1 and ($2::text is null or state = $2) and ($3::bigint is null or message_id < $3)
     order by message_id desc limit $4`,
    [endpointId, state ?? null, after ?? null, limit + 1],
  );
  return toPage(rows, limit, ({ messageId }) => messageId);
}

/** Which deliveries are sent again; every field narrows it. */
export interface ReplayRange {
  readonly messageId?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly state?: 'delivered' | 'dead' | 'refused' | undefined;
}

/**
 * Queues what was delivered, given up or refused once more, as if for the first time, under the ids that it had. Only the newest
 * message on each target: an older one would tell what is no longer so. Returns how many.
 */
export async function replayDeliveries(
  client: PoolClient,
  endpointId: string,
  { messageId, from, to, state }: ReplayRange,
): Promise<number> {
  const { rowCount } = await client.query(
    `update deliveries set state = 'queued', attempts = 0, next_attempt_at = now(), last_status = null, last_error = null
     from messages where messages.message_id = deliveries.message_id and endpoint_id = $1
       and state in ('delivered', 'dead', 'refused') and ($2::bigint is null or messages.message_id = $2)
       and ($3::timestamptz is null or created_at >= $3) and ($4::timestamptz is null or created_at < $4)
       and ($5::text is null or state = $5)
       and not exists (select 1 from messages newer
         where (newer.scope, newer.value) = (messages.scope, messages.value)
           and newer.message_id > messages.message_id)`,
    [endpointId, messageId ?? null, from ?? null, to ?? null, state ?? null],
  );
  return rowCount ?? 0;
}

/** Queues a message that says nothing but that it has arrived. Returns its id. */
export async function pingEndpoint(client: PoolClient, endpointId: string): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `with sent as (insert into messages (type) values ('endpoint.ping') returning message_id),
       queued as (insert into deliveries (endpoint_id, message_id) select $1, message_id from sent)
     select message_id::text as id from sent`,
    [endpointId],
  );
  return rows[0]?.id ?? '';
}
