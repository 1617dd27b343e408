import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { z } from 'zod';
import { timestamp } from '../../contracts/usage-event.ts';
import { listActorNames } from '../../storage/actor-names.ts';
import { allowListKinds, listAllowList, type AllowListEntry } from '../../storage/allow-list.ts';
import { failures, idParams, reasonField, time, workFailures } from '../common-schemas.ts';
import { readForm } from '../forms/form-work.ts';
import { accountUrl, showTime } from '../pages/format.ts';
import { showActor } from '../pages/show-case-head.ts';
import { isAllowed } from '../permissions.ts';
import type { Render } from '../render.ts';
import { getCaller } from '../staff-access.ts';
import { allow, disallow } from '../work/allow-list.ts';
import { sendPage } from './send-page.ts';

interface Options {
  readonly pool: Pool;
  readonly render: Render;
  /** ms. */
  readonly clock: () => number;
}

const reads = { permission: 'read' } as const;
const manages = { permission: 'manage_allow_list' } as const;
const dayMs = 86_400_000;
const accountId = z.string().trim().min(1, 'Name the account.').max(128);
const kind = z
  .enum(allowListKinds)
  .describe('full: its cases are offered to nobody; soft: they are worked on as others are');
const entryBody = z.object({
  account_id: accountId,
  kind,
  reason: reasonField,
  expires_at: timestamp,
});
const entry = z.object({
  ...{ id: z.string(), account_id: z.string(), kind, reason: z.string() },
  ...{ expires_at: time, added_by: z.string(), added_at: time },
});
const entryForm = z.object({
  ...{ account_id: accountId, kind, reason: reasonField },
  days: z.coerce.number().int().min(1).max(365),
});

function toApiEntry({ entryId, expiresAt, addedAt, addedBy, ...rest }: AllowListEntry) {
  return {
    ...{ id: entryId, account_id: rest.accountId, kind: rest.kind, reason: rest.reason },
    ...{ expires_at: expiresAt.toISOString(), added_by: addedBy, added_at: addedAt.toISOString() },
  };
}

/** Accounts that nothing is enforced against: flagged there is recorded, and no more. */
export function addAllowListApi(app: FastifyInstance, { pool }: Pick<Options, 'pool'>): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const list = {
    response: { 200: z.object({ items: z.array(entry) }), ...failures },
    summary:
      'The allow-list: accounts that nothing is enforced against, the one that ends first first',
  };
  typed.get('/api/allow-list', { config: reads, schema: list }, async () => {
    return { items: (await listAllowList(pool)).map(toApiEntry) };
  });

  const adding = {
    body: entryBody,
    response: { 201: entry, ...workFailures },
    summary: 'Spare an account for a time; decisions on it hold no more until then',
  };
  typed.post('/api/allow-list', { config: manages, schema: adding }, async (request, reply) => {
    const { account_id: id, expires_at: until, ...rest } = request.body;
    const given = { ...rest, accountId: id, expiresAt: new Date(until) };
    return reply.code(201).send(toApiEntry(await allow(pool, getCaller(request), given)));
  });

  const removing = {
    params: idParams,
    body: z.object({ reason: reasonField }),
    response: { 204: z.null(), ...workFailures },
    summary: 'End an entry early: what is decided holds again',
  };
  const path = '/api/allow-list/:id/removal';
  typed.post(path, { config: manages, schema: removing }, async (request, reply) => {
    const given = { entryId: request.params.id, reason: request.body.reason };
    await disallow(pool, getCaller(request), given);
    return reply.code(204).send(null);
  });
}

/** The same as a page. */
export function addAllowListPages(app: FastifyInstance, { pool, render, clock }: Options): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get('/allow-list', { config: reads }, async (request, reply) => {
    const user = getCaller(request);
    const entries = await listAllowList(pool);
    const actors = entries.map(({ addedBy }) => addedBy);
    const names = await listActorNames(pool, actors);
    const html = render('./allow-list', {
      ...{ title: 'Allow-list', section: 'decisions', user },
      mayManage: isAllowed(user.role, 'manage_allow_list'),
      entries: entries.map((each) => ({
        ...{ id: each.entryId, account: each.accountId, url: accountUrl(each.accountId) },
        ...{ kind: each.kind, reason: each.reason, by: showActor(each.addedBy, names) },
        expiresAt: showTime(each.expiresAt),
      })),
    });
    return sendPage(reply, html);
  });
  typed.post('/allow-list', { config: manages }, async (request, reply) => {
    const { account_id: id, days, ...rest } = readForm(entryForm, request.body);
    const expiresAt = new Date(clock() + days * dayMs);
    await allow(pool, getCaller(request), { ...rest, accountId: id, expiresAt });
    return reply.redirect('/allow-list', 303);
  });
  const removing = { config: manages, schema: { params: idParams } };
  typed.post('/allow-list/:id/removal', removing, async (request, reply) => {
    const given = readForm(z.object({ reason: reasonField }), request.body);
    await disallow(pool, getCaller(request), { entryId: request.params.id, ...given });
    return reply.redirect('/allow-list', 303);
  });
}
