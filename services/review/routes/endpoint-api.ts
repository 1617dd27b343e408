import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { z } from 'zod';
import {
  listDeliveries,
  type LoggedDelivery,
  type ReplayRange,
} from '../../storage/delivery-log.ts';
import { listEndpoints, type Endpoint } from '../../storage/endpoints.ts';
import { readReach } from '../../webhooks/endpoint-kinds.ts';
import { toMessageId, toMessageRow } from '../../webhooks/message-id.ts';
import { idParams, workFailures } from '../common-schemas.ts';
import * as schemas from '../endpoint-schemas.ts';
import { getCaller } from '../staff-access.ts';
import * as work from '../work/endpoint-changes.ts';

interface Options {
  readonly pool: Pool;
  /** What the keys of all endpoints are derived from. */
  readonly webhookKey?: Buffer | undefined;
}

const manages = { permission: 'manage_endpoints' } as const;
const failures = workFailures;
const params = idParams;

function toApiReach(endpoint: Pick<Endpoint, 'kind' | 'settings'>) {
  const { scopes, restrictions, undoes } = readReach(endpoint);
  return { scopes: [...scopes], restrictions: [...restrictions], undoes };
}

function toApiEndpoint({ endpointId, ...rest }: Endpoint): z.output<typeof schemas.endpoint> {
  return {
    ...{ id: endpointId, url: rest.url, description: rest.description, format: rest.format },
    ...{ kind: rest.kind, settings: rest.settings as Record<string, unknown> },
    ...{ has_secret: rest.sealedSecret !== null, can: toApiReach(rest) },
    state: rest.disabledAt === null ? 'on' : 'off',
    off_because: rest.disabledBecause,
    rotated_until: rest.rotatedUntil?.toISOString() ?? null,
    ...{ created_by: rest.createdBy, created_at: rest.createdAt.toISOString() },
  };
}

function toApiDelivery(sent: LoggedDelivery): z.output<typeof schemas.delivery> {
  return {
    message_id: toMessageId(sent.messageId),
    ...{ type: sent.type, scope: sent.scope, value: sent.value, version: sent.version },
    ...{ decision_id: sent.decisionId, created_at: sent.createdAt.toISOString() },
    ...{ state: sent.state, attempts: sent.attempts },
    next_attempt_at: sent.state === 'queued' ? sent.nextAttemptAt.toISOString() : null,
    last_attempt_at: sent.lastAttemptAt?.toISOString() ?? null,
    ...{ last_status: sent.lastStatus, last_error: sent.lastError },
  };
}

function readRange(body: z.output<typeof schemas.replayRange>): ReplayRange {
  return {
    messageId: body.message_id === undefined ? undefined : toMessageRow(body.message_id),
    from: body.from === undefined ? undefined : new Date(body.from),
    to: body.to === undefined ? undefined : new Date(body.to),
    state: body.state,
  };
}

/** Endpoints and their keys. */
function addEndpoints(app: FastifyInstance, { pool, webhookKey }: Options): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const withKeys = (key: Buffer, endpoint: Endpoint) => {
    const { secret, publicKey } = work.readSigningKeys(key, endpoint);
    return { ...toApiEndpoint(endpoint), secret, public_key: publicKey };
  };

  const summary = 'Where changes at the gateways are sent to, the newest first';
  const list = { response: { 200: schemas.endpointList, ...failures }, summary };
  typed.get('/api/endpoints', { config: manages, schema: list }, async () => ({
    items: (await listEndpoints(pool)).map(toApiEndpoint),
  }));

  const creating = {
    body: schemas.newEndpoint,
    response: { 201: schemas.endpointWithKeys, ...failures },
    summary: 'Add an endpoint; it is told what changes from now on',
  };
  typed.post('/api/endpoints', { config: manages, schema: creating }, async (request, reply) => {
    // First, or an instance without it would keep an endpoint that the caller never got the keys of.
    const key = work.requireWebhookKey(webhookKey);
    const by = { caller: getCaller(request), instanceKey: key };
    const endpoint = await work.createEndpoint(pool, by, request.body);
    return reply.code(201).send(withKeys(key, endpoint));
  });

  const rotating = {
    ...{ params, body: schemas.rotation },
    response: { 200: schemas.endpointWithKeys, ...failures },
    summary: 'New keys; the ones before sign too for some hours more',
  };
  typed.post(
    '/api/endpoints/:id/rotation',
    { config: manages, schema: rotating },
    async (request) => {
      const key = work.requireWebhookKey(webhookKey);
      const overlapMs = request.body.overlap_hours * 3_600_000;
      const wanted = { endpointId: request.params.id, overlapMs };
      return withKeys(key, await work.rotateEndpoint(pool, getCaller(request), wanted));
    },
  );
}

/** On, off, a test, and another credential. */
function addSwitches(app: FastifyInstance, { pool, webhookKey }: Options): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const response = { 200: schemas.endpoint, ...failures };

  const giving = {
    ...{ params, body: schemas.newSecret, response },
    summary: 'Another credential of the product from now on',
  };
  typed.post('/api/endpoints/:id/secret', { config: manages, schema: giving }, async (request) => {
    const by = { caller: getCaller(request), instanceKey: work.requireWebhookKey(webhookKey) };
    const wanted = { endpointId: request.params.id, secret: request.body.secret };
    return toApiEndpoint(await work.replaceSecret(pool, by, wanted));
  });

  const off = { params, body: schemas.switchingOff, response, summary: 'Send nothing any more' };
  typed.post('/api/endpoints/:id/disable', { config: manages, schema: off }, async (request) => {
    const wanted = { endpointId: request.params.id, offBecause: request.body.reason };
    return toApiEndpoint(await work.switchEndpoint(pool, getCaller(request), wanted));
  });

  const on = { params, response, summary: 'Send what changes from now on' };
  typed.post('/api/endpoints/:id/enable', { config: manages, schema: on }, async (request) => {
    const wanted = { endpointId: request.params.id };
    return toApiEndpoint(await work.switchEndpoint(pool, getCaller(request), wanted));
  });

  const test = {
    params,
    response: { 202: z.object({ message_id: z.string() }), ...failures },
    summary: 'Send a message that only tests the way',
  };
  typed.post(
    '/api/endpoints/:id/ping',
    { config: manages, schema: test },
    async (request, reply) => {
      const id = await work.ping(pool, getCaller(request), request.params.id);
      return reply.code(202).send({ message_id: toMessageId(id) });
    },
  );
}

/** The delivery log and replay. */
function addDeliveries(app: FastifyInstance, { pool }: Options): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const list = {
    ...{ params, querystring: schemas.deliveryQuery },
    response: { 200: schemas.deliveryPage, ...failures },
    summary: 'What was sent to an endpoint or waits for it, the newest first',
  };
  typed.get('/api/endpoints/:id/deliveries', { config: manages, schema: list }, async (request) => {
    const { endpointId } = await work.getEndpoint(pool, request.params.id);
    const { cursor: after, limit, state } = request.query;
    const page = await listDeliveries(pool, endpointId, { after, limit, state });
    return { items: page.items.map(toApiDelivery), next: page.next };
  });

  const replaying = {
    ...{ params, body: schemas.replayRange },
    response: { 200: z.object({ replayed: z.number() }), ...failures },
    summary:
      'Send again what was delivered or given up, one message or a range of time; only the newest on each target',
  };
  typed.post(
    '/api/endpoints/:id/replay',
    { config: manages, schema: replaying },
    async (request) => {
      const wanted = { endpointId: request.params.id, range: readRange(request.body) };
      return { replayed: await work.replay(pool, getCaller(request), wanted) };
    },
  );
}

/** Who is told by webhooks what changes at the gateways. */
export function addEndpointApi(app: FastifyInstance, options: Options): void {
  addEndpoints(app, options);
  addSwitches(app, options);
  addDeliveries(app, options);
}
