import { AppError } from '../../errors.ts';
import { insertAuditEntry } from '../../storage/audit-entries.ts';
import { pingEndpoint, replayDeliveries, type ReplayRange } from '../../storage/delivery-log.ts';
import {
  disableEndpoint,
  enableEndpoint,
  findEndpoint,
  insertEndpoint,
  rotateEndpointKeys,
  updateEndpointSecret,
  type Endpoint,
  type EndpointKind,
} from '../../storage/endpoints.ts';
import type { Pool, PoolClient } from '../../storage/pool.ts';
import { inTransaction } from '../../storage/transaction.ts';
import { isCallable } from '../../webhooks/endpoint-address.ts';
import { sealSecret } from '../../webhooks/sealed-secret.ts';
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

/** What a new endpoint is made of; `secret` is the credential of a product's API, kept sealed. */
export interface GivenEndpoint extends Pick<
  Endpoint,
  'url' | 'description' | 'format' | 'settings'
> {
  readonly kind: EndpointKind;
  readonly secret?: string | undefined;
}

interface Keyed {
  readonly caller: Caller;
  /** What credentials are sealed under. */
  readonly instanceKey: Buffer;
}

export function createEndpoint(
  pool: Pool,
  { caller: { actor }, instanceKey }: Keyed,
  { secret, ...given }: GivenEndpoint,
): Promise<Endpoint> {
  return inTransaction(pool, async (client) => {
    const { endpointId } = await insertEndpoint(client, { ...given, createdBy: actor });
    if (secret !== undefined) {
      await updateEndpointSecret(client, endpointId, sealSecret(instanceKey, endpointId, secret));
    }
    // Of the address only the host: a path may hold a secret, and nothing is erased from the trail.
    const detail = { host: new URL(given.url).host, kind: given.kind, format: given.format };
    const subject = { subjectKind: 'endpoint', subjectId: endpointId };
    await insertAuditEntry(client, { actor, action: 'endpoint_created', ...subject, detail });
    return getEndpoint(client, endpointId);
  });
}

/** Another credential from now on. Throws request_invalid for a webhook, which has none. */
export function replaceSecret(
  pool: Pool,
  { caller, instanceKey }: Keyed,
  { endpointId, secret }: { readonly endpointId: string; readonly secret: string },
): Promise<Endpoint> {
  return change(pool, caller, {
    change: { endpointId, action: 'endpoint_credential_replaced' },
    apply: async (client) => {
      const { kind, url } = await getEndpoint(client, endpointId);
      if (kind === 'webhook') {
        throw new AppError(
          'request_invalid',
          'A webhook has keys of its own: rotate them instead.',
        );
      }
      if (kind === 'slack' && !(isCallable(kind, secret) && new URL(secret).origin === url)) {
        throw new AppError('request_invalid', `Give the whole address of a webhook at ${url}.`);
      }
      await updateEndpointSecret(client, endpointId, sealSecret(instanceKey, endpointId, secret));
      return getEndpoint(client, endpointId);
    },
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

/** What the receiver needs to verify what it gets; nulls where nothing is signed. */
export function readSigningKeys(
  instanceKey: Buffer,
  endpoint: Endpoint,
): { readonly secret: string | null; readonly publicKey: string | null } {
  if (endpoint.kind !== 'webhook') return { secret: null, publicKey: null };
  return writeSigningKeys(deriveSigningKeys(instanceKey, endpoint));
}
