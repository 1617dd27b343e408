import { AppError } from '../../errors.ts';
import { insertAuditEntry } from '../../storage/audit-entries.ts';
import { pingEndpoint, replayDeliveries, type ReplayRange } from '../../storage/delivery-log.ts';
import {
  disableEndpoint,
  enableEndpoint,
  findEndpoint,
  insertEndpoint,
  rotateEndpointKeys,
  type Endpoint,
} from '../../storage/endpoints.ts';
import type { Pool, PoolClient } from '../../storage/pool.ts';
import { inTransaction } from '../../storage/transaction.ts';
import { deriveSigningKeys, writeSigningKeys } from '../../webhooks/signing-keys.ts';
import type { Caller } from '../permissions.ts';

/** Throws not_found. */
export async function getEndpoint(
  client: Pool | PoolClient,
  endpointId: string,
): Promise<Endpoint> {
  const endpoint = await findEndpoint(client, endpointId);
  if (endpoint === undefined) throw new AppError('not_found', 'There is no such endpoint.');
  return endpoint;
}

interface Change {
  readonly endpointId: string;
  readonly action: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Does something to an endpoint and writes it into the audit trail; returns what came of it. */
function change<Outcome>(
  pool: Pool,
  { actor }: Caller,
  work: { readonly change: Change; readonly apply: (client: PoolClient) => Promise<Outcome> },
): Promise<Outcome> {
  const { endpointId, action, detail = {} } = work.change;
  return inTransaction(pool, async (client) => {
    await getEndpoint(client, endpointId);
    const outcome = await work.apply(client);
    const subject = { subjectKind: 'endpoint', subjectId: endpointId };
    await insertAuditEntry(client, { actor, action, ...subject, detail });
    return outcome;
  });
}

export function createEndpoint(
  pool: Pool,
  { actor }: Caller,
  given: Pick<Endpoint, 'url' | 'description' | 'format'>,
): Promise<Endpoint> {
  return inTransaction(pool, async (client) => {
    const endpoint = await insertEndpoint(client, { ...given, createdBy: actor });
    const { endpointId } = endpoint;
    // Of the address only the host: a path may hold a secret, and nothing is erased from the trail.
    const detail = { host: new URL(given.url).host, format: given.format };
    const subject = { subjectKind: 'endpoint', subjectId: endpointId };
    await insertAuditEntry(client, { actor, action: 'endpoint_created', ...subject, detail });
    return endpoint;
  });
}

/** The next keys sign from now on, the ones before for `overlapMs` more. */
export function rotateEndpoint(
  pool: Pool,
  caller: Caller,
  { endpointId, overlapMs }: { readonly endpointId: string; readonly overlapMs: number },
): Promise<Endpoint> {
  return change(pool, caller, {
    change: { endpointId, action: 'endpoint_rotated' },
    apply: async (client) => {
      await rotateEndpointKeys(client, endpointId, overlapMs);
      return getEndpoint(client, endpointId);
    },
  });
}

/** Turns an endpoint on, or off for the reason that is given. One that is so already stays so. */
export function switchEndpoint(
  pool: Pool,
  caller: Caller,
  { endpointId, offBecause }: { readonly endpointId: string; readonly offBecause?: string },
): Promise<Endpoint> {
  const action = offBecause === undefined ? 'endpoint_enabled' : 'endpoint_disabled';
  return change(pool, caller, {
    change: { endpointId, action },
    apply: async (client) => {
      if (offBecause === undefined) await enableEndpoint(client, endpointId);
      else await disableEndpoint(client, endpointId, offBecause);
      return getEndpoint(client, endpointId);
    },
  });
}

/** Queues a test message; returns its id. */
export function ping(pool: Pool, caller: Caller, endpointId: string): Promise<string> {
  return change(pool, caller, {
    change: { endpointId, action: 'endpoint_pinged' },
    apply: (client) => pingEndpoint(client, endpointId),
  });
}

/** Queues once more what was sent or given up; returns how many messages. */
export function replay(
  pool: Pool,
  caller: Caller,
  { endpointId, range }: { readonly endpointId: string; readonly range: ReplayRange },
): Promise<number> {
  return change(pool, caller, {
    change: { endpointId, action: 'deliveries_replayed', detail: { ...range } },
    apply: (client) => replayDeliveries(client, endpointId, range),
  });
}

/** Throws webhooks_off where the instance has no key. */
export function requireWebhookKey(instanceKey: Buffer | undefined): Buffer {
  if (instanceKey !== undefined) return instanceKey;
  throw new AppError(
    'webhooks_off',
    'Set WEBHOOK_KEY for every role: endpoints are signed for by it.',
  );
}

/** What the receiver needs to verify what it gets. */
export function readSigningKeys(
  instanceKey: Buffer,
  endpoint: Endpoint,
): { readonly secret: string; readonly publicKey: string } {
  return writeSigningKeys(deriveSigningKeys(instanceKey, endpoint));
}
