import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { z } from 'zod';
import { listActorNames } from '../../storage/actor-names.ts';
import { listAuditEntries } from '../../storage/audit-entries.ts';
import { listDecisions } from '../../storage/decision-list.ts';
import { decodeRowCursor } from '../cursor.ts';
import { showAuditEntry } from '../pages/show-audit.ts';
import { actorsOf, showDecision } from '../pages/show-decision.ts';
import { isAllowed } from '../permissions.ts';
import type { Render } from '../render.ts';
import { getCaller } from '../staff-access.ts';
import { sendPage } from './send-page.ts';
import { nextUrl } from '../pages/page-url.ts';

interface Options {
  readonly pool: Pool;
  readonly render: Render;
}

const pageSize = 50;
const cursorQuery = z.object({ cursor: z.string().optional() });
const decisionQuery = cursorQuery.extend({ pending: z.literal('yes').optional() });

function addDecisionsPage(app: FastifyInstance, { pool, render }: Options): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const decisions = {
    config: { permission: 'read' },
    schema: { querystring: decisionQuery },
  } as const;
  typed.get('/decisions', decisions, async (request, reply) => {
    const user = getCaller(request);
    const isPending = request.query.pending !== undefined;
    const page = { limit: pageSize, after: decodeRowCursor(request.query.cursor) };
    const { items, next } = await listDecisions(pool, { isPending }, page);
    const names = await listActorNames(pool, actorsOf(items));
    const shown = render('./decisions', {
      ...{ title: 'Decisions', section: 'decisions', user, isPending },
      decisions: items.map((each) => showDecision(each, names)),
      next: nextUrl('/decisions', { pending: request.query.pending }, next),
      mayApprove: isAllowed(user.role, 'approve'),
    });
    return sendPage(reply, shown);
  });
}

function addAuditPage(app: FastifyInstance, { pool, render }: Options): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const audit = {
    config: { permission: 'read_audit' },
    schema: { querystring: cursorQuery },
  } as const;
  typed.get('/audit', audit, async (request, reply) => {
    const page = { limit: pageSize, after: decodeRowCursor(request.query.cursor) };
    const { items, next } = await listAuditEntries(pool, {}, page);
    const names = await listActorNames(
      pool,
      items.map(({ actor }) => actor),
    );
    const shown = render('./audit', {
      ...{ title: 'Audit trail', section: 'audit', user: getCaller(request) },
      entries: items.map((entry) => showAuditEntry(entry, names)),
      next: nextUrl('/audit', {}, next),
    });
    return sendPage(reply, shown);
  });
}

/** Every decision, or those that wait for a second person; and the audit trail. */
export function addRecordPages(app: FastifyInstance, options: Options): void {
  addDecisionsPage(app, options);
  addAuditPage(app, options);
}
