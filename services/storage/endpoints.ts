import type { Pool, PoolClient } from './pool.ts';
import { isRowId } from './row-id.ts';

/** The form of the bodies that an endpoint gets. */
export const endpointFormats = ['native', 'cloudevents', 'cloudevents-binary', 'ocsf'] as const;
export type EndpointFormat = (typeof endpointFormats)[number];

/** How an endpoint is told: by a signed webhook, through the API of a gateway, or as people are. */
export const endpointKinds = [
  'webhook',
  'litellm',
  'kong',
  'http',
  'slack',
  'pagerduty',
  'email',
] as const;
export type EndpointKind = (typeof endpointKinds)[number];

/** Where decisions are sent to. */
export interface Endpoint {
  readonly endpointId: string;
  readonly kind: EndpointKind;
  /** As its kind has them. */
  readonly settings: unknown;
  /** Its credential, as sealed-secret.ts seals it; null without one. */
  readonly sealedSecret: Buffer | null;
  readonly url: string;
  readonly description: string;
  readonly format: EndpointFormat;
  /** Of the keys that sign for it. */
  readonly generation: number;
  /** Until then the keys of the generation before sign too. */
  readonly rotatedUntil: Date | null;
  readonly disabledAt: Date | null;
  readonly disabledBecause: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
}

const columns = `endpoint_id::text as "endpointId", kind, settings, sealed_secret as "sealedSecret", url, description,
  format, generation, rotated_until as "rotatedUntil",
  disabled_at as "disabledAt", disabled_because as "disabledBecause", created_by as "createdBy", created_at as "createdAt"`;

interface NewEndpoint extends Pick<Endpoint, 'url' | 'description' | 'createdBy'> {
  readonly format?: EndpointFormat | undefined;
  readonly kind?: EndpointKind | undefined;
  readonly settings?: unknown;
}

export async function insertEndpoint(client: PoolClient, given: NewEndpoint): Promise<Endpoint> {
  const { url, description, createdBy, format = 'native', kind = 'webhook', settings = {} } = given;
  const { rows } = await client.query<Endpoint>(
    `insert into endpoints (url, description, created_by, format, kind, settings) values ($1, $2, $3, $4, $5, $6)
     returning ${columns}`,
    [url, description, createdBy, format, kind, JSON.stringify(settings)],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('insert into endpoints returned no row');
  return row;
}

export async function findEndpoint(
  client: Pool | PoolClient,
  endpointId: string,
): Promise<Endpoint | undefined> {
  if (!isRowId(endpointId)) return undefined;
  const { rows } = await client.query<Endpoint>(
    `select ${columns} from endpoints where endpoint_id = $1`,
    [endpointId],
  );
  return rows[0];
}

/** The newest first; at most 500. */
export async function listEndpoints(client: Pool | PoolClient): Promise<Endpoint[]> {
  const { rows } = await client.query<Endpoint>(
    `select ${columns} from endpoints order by endpoint_id desc limit 500`,
  );
  return rows;
}

/** Those that are on and have something to be sent now. */
export async function listDueEndpoints(pool: Pool): Promise<Endpoint[]> {
  const { rows } = await pool.query<Endpoint>(
    `select ${columns} from endpoints where disabled_at is null and exists (
       select 1 from deliveries where deliveries.endpoint_id = endpoints.endpoint_id and state = 'queued'
         and next_attempt_at <= now() and (claimed_until is null or claimed_until < now()))
     order by endpoint_id`,
  );
  return rows;
}

/** Gives an endpoint its credential, or another one. */
export async function updateEndpointSecret(
  client: PoolClient,
  endpointId: string,
  sealedSecret: Buffer,
): Promise<void> {
  await client.query('update endpoints set sealed_secret = $2 where endpoint_id = $1', [
    endpointId,
    sealedSecret,
  ]);
}

/** The next keys sign from now on, those before it for `overlapMs` more. */
export async function rotateEndpointKeys(
  client: PoolClient,
  endpointId: string,
  overlapMs: number,
): Promise<void> {
  await client.query(
    `update endpoints set generation = generation + 1,
       rotated_until = now() + $2::double precision * interval '1 millisecond' where endpoint_id = $1`,
    [endpointId, overlapMs],
  );
}

/** False when it was off already. What is queued stays queued. */
export async function disableEndpoint(
  client: Pool | PoolClient,
  endpointId: string,
  because: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update endpoints set disabled_at = now(), disabled_because = $2
     where endpoint_id = $1 and disabled_at is null`,
    [endpointId, because],
  );
  return rowCount === 1;
}

/** False when it was on already. What happened while it was off is not sent: the feed says what is in force. */
export async function enableEndpoint(client: PoolClient, endpointId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `update endpoints set disabled_at = null, disabled_because = null
     where endpoint_id = $1 and disabled_at is not null`,
    [endpointId],
  );
  return rowCount === 1;
}
