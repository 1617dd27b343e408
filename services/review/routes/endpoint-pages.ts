import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { z } from 'zod';
import { isRefusal, type AppError } from '../../errors.ts';
import { deliveryStates } from '../../storage/delivery-log.ts';
import { endpointFormats, endpointKinds } from '../../storage/endpoints.ts';
import { rowId } from '../../storage/row-id.ts';
import { endpointForms, type EndpointForm, type EndpointKeys } from '../forms/endpoint-forms.ts';
import { emptyToNone } from '../forms/form-fields.ts';
import { showEndpoint, showEndpoints, type DeliveryView } from '../pages/show-endpoints.ts';
import type { Render } from '../render.ts';
import { getCaller } from '../staff-access.ts';
import { sendPage, type Exchange } from './send-page.ts';

interface Options {
  readonly pool: Pool;
  readonly render: Render;
  readonly webhookKey?: Buffer | undefined;
}

interface Shown {
  readonly done?: string | undefined;
  readonly keys?: EndpointKeys;
  /** What a form met, and what was written in it. */
  readonly problem?: AppError;
  readonly draft?: unknown;
}

const manages = { permission: 'manage_endpoints' } as const;
const draftForm = z.record(z.string(), z.string()).catch({});
const optionalId = z.object({ id: z.string().max(64).default('') });
const listQuery = z.object({
  done: z.string().max(40).optional(),
  state: z.preprocess(emptyToNone, z.enum(deliveryStates).optional()),
  cursor: z.string().regex(rowId).optional(),
});

/** What was written into a form, to be written there once more; a credential is typed again. */
function withoutSecret({ secret: _secret, ...draft }: Record<string, string>) {
  return draft;
}

function common({ request }: Exchange, { done, keys, problem, draft }: Shown) {
  return {
    ...{ section: 'endpoints' as const, user: getCaller(request), states: deliveryStates },
    ...{ formats: endpointFormats, kinds: endpointKinds },
    ...{ done: done ?? null, keys: keys ?? null, problem: problem ?? null },
    draft: withoutSecret(draftForm.parse(draft ?? {})),
  };
}

async function sendList(
  { pool, render, webhookKey }: Options,
  exchange: Exchange,
  shown: Shown,
): Promise<FastifyReply> {
  const html = render('./endpoints', {
    ...{ title: 'Endpoints', isOff: webhookKey === undefined },
    ...common(exchange, shown),
    ...(await showEndpoints(pool)),
  });
  return sendPage(exchange.reply, html, shown.problem?.status);
}

async function sendOne(
  { pool, render }: Options,
  exchange: Exchange,
  { view, ...shown }: Shown & { readonly view: DeliveryView },
): Promise<FastifyReply> {
  const found = await showEndpoint(pool, view);
  const title = `Endpoint ${found.endpoint.name}`;
  const html = render('./endpoint', { title, ...common(exchange, shown), ...found });
  return sendPage(exchange.reply, html, shown.problem?.status);
}

function addForm(
  app: FastifyInstance,
  options: Options,
  [path, work]: readonly [string, EndpointForm],
): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const given = { config: manages, schema: { params: optionalId } };
  typed.post(`/endpoints${path}`, given, async (request, reply) => {
    const { id } = request.params;
    const exchange = { request, reply };
    try {
      const outcome = await work(options, { caller: getCaller(request), id, body: request.body });
      if ('done' in outcome)
        return await reply.redirect(`/endpoints/${id}?done=${outcome.done}`, 303);
      const { keys } = outcome;
      return await sendOne(options, exchange, { view: { endpointId: keys.endpointId }, keys });
    } catch (problem) {
      if (!isRefusal(problem) || problem.code === 'not_found') throw problem;
      const shown = { problem, draft: request.body };
      if (id === '') return sendList(options, exchange, shown);
      return sendOne(options, exchange, { view: { endpointId: id }, ...shown });
    }
  });
}

/** Who is told by webhooks what changes at the gateways, and whether it arrives. */
export function addEndpointPages(app: FastifyInstance, options: Options): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const list = { config: manages, schema: { querystring: listQuery } };
  typed.get('/endpoints', list, (request, reply) =>
    sendList(options, { request, reply }, { done: request.query.done }),
  );
  const one = { config: manages, schema: { params: optionalId, querystring: listQuery } };
  typed.get('/endpoints/:id', one, (request, reply) => {
    const { done, state, cursor: after } = request.query;
    const view = { endpointId: request.params.id, state, after };
    return sendOne(options, { request, reply }, { done, view });
  });
  for (const form of Object.entries(endpointForms)) addForm(app, options, form);
}
