import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { z } from 'zod';
import { isRefusal, type AppError } from '../../errors.ts';
import { listActorNames } from '../../storage/actor-names.ts';
import { listAppeals } from '../../storage/appeals.ts';
import { rulingBody } from '../appeal-schemas.ts';
import { idParams } from '../common-schemas.ts';
import { decodeRowCursor } from '../cursor.ts';
import { readForm } from '../forms/form-work.ts';
import { showAppeal } from '../pages/show-appeal.ts';
import { actorsOf, showDecision } from '../pages/show-decision.ts';
import type { DetectorTexts } from '../pages/show-reasons.ts';
import { isAllowed } from '../permissions.ts';
import { readStatement } from '../read-statement.ts';
import type { Render } from '../render.ts';
import { getCaller } from '../staff-access.ts';
import { getAppeal, mayRule, ruleAppeal } from '../work/appeals.ts';
import { getDecision } from '../work/repeats.ts';
import { sendPage, type Exchange } from './send-page.ts';
import { nextUrl } from '../pages/page-url.ts';

interface Options {
  readonly pool: Pool;
  readonly render: Render;
  readonly detectorTexts: DetectorTexts;
  /** ms. */
  readonly clock: () => number;
}

const reads = { permission: 'read' } as const;
const pageSize = 50;
const listQuery = z.object({ cursor: z.string().optional(), all: z.literal('yes').optional() });
const reasonOf = z.object({ reason: z.string().catch('') }).catch({ reason: '' });

function addList(app: FastifyInstance, { pool, render, clock }: Options): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const list = { config: reads, schema: { querystring: listQuery } };
  typed.get('/appeals', list, async (request, reply) => {
    const { cursor, all } = request.query;
    const page = { limit: pageSize, after: decodeRowCursor(cursor) };
    const { items, next } = await listAppeals(pool, all === undefined, page);
    const shown = render('./appeals', {
      ...{ title: 'Appeals', section: 'appeals', user: getCaller(request), isAll: all === 'yes' },
      appeals: items.map((each) => showAppeal(each, new Map(), clock())),
      next: nextUrl('/appeals', { all }, next),
    });
    return sendPage(reply, shown);
  });
}

async function sendAppeal(
  { pool, render, clock, detectorTexts }: Options,
  { request, reply }: Exchange,
  { appealId, problem }: { readonly appealId: string; readonly problem?: AppError },
): Promise<FastifyReply> {
  const user = getCaller(request);
  const appeal = await getAppeal(pool, appealId);
  const decision = await getDecision(pool, appeal.decisionId);
  const actors = [...actorsOf([decision]), appeal.filedBy, appeal.ruling?.ruledBy ?? ''];
  const names = await listActorNames(pool, actors);
  const shown = render('./appeal', {
    ...{ title: `Appeal ${appealId}`, section: 'appeals', user, problem: problem ?? null },
    appeal: showAppeal(appeal, names, clock()),
    decision: showDecision(decision, names),
    statement: await readStatement(pool, detectorTexts, decision),
    mayRule: isAllowed(user.role, 'rule_appeals') && mayRule(decision, user.actor),
    draft: reasonOf.parse(request.body ?? {}),
  });
  return sendPage(reply, shown, problem?.status);
}

/** The appeals of customers, the one due first first; one of them with all that it is judged on. */
export function addAppealPages(app: FastifyInstance, options: Options): void {
  addList(app, options);
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const schema = { params: idParams };
  typed.get('/appeals/:id', { config: reads, schema }, (request, reply) =>
    sendAppeal(options, { request, reply }, { appealId: request.params.id }),
  );
  const rules = { permission: 'rule_appeals' } as const;
  typed.post('/appeals/:id', { config: rules, schema }, async (request, reply) => {
    const appealId = request.params.id;
    try {
      const given = { appealId, ...readForm(rulingBody, request.body) };
      await ruleAppeal(options.pool, getCaller(request), given);
      return await reply.redirect(`/appeals/${appealId}`, 303);
    } catch (error) {
      if (!isRefusal(error) || error.code === 'not_found') throw error;
      return sendAppeal(options, { request, reply }, { appealId, problem: error });
    }
  });
}
