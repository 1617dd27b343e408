import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { z } from 'zod';
import { isRefusal, type AppError } from '../../errors.ts';
import { mostBeginHours } from '../../storage/decision-begin.ts';
import { listCasesById } from '../../storage/case-list.ts';
import { findCaseStakes } from '../../storage/case-stakes.ts';
import { rowId } from '../../storage/row-id.ts';
import { bulkActions, readBulkOrder } from '../forms/bulk-form.ts';
import { showCount, showPercent } from '../pages/format.ts';
import { showCaseHead } from '../pages/show-case-head.ts';
import { showAction } from '../pages/show-decision.ts';
import type { Render } from '../render.ts';
import { getCaller } from '../staff-access.ts';
import { decideBulk, mostCases, type BulkOutcome } from '../work/decide-bulk.ts';
import { usualDays } from '../work/order.ts';
import { sendPage, type Exchange } from './send-page.ts';
import { asList } from '../forms/form-fields.ts';

interface Options {
  readonly pool: Pool;
  readonly render: Render;
  /** ms. */
  readonly clock: () => number;
}

interface Shown {
  readonly caseIds: readonly string[];
  readonly outcomes?: readonly BulkOutcome[];
  readonly problem?: AppError;
  readonly draft?: unknown;
}

const id = z.string().regex(rowId);
const bulkQuery = z.object({ case: z.preprocess(asList, z.array(id).max(mostCases)) });
const draftForm = z.record(z.string(), z.unknown()).catch({});
const chosenForm = z
  .object({ cases: z.preprocess(asList, z.array(z.string())) })
  .catch({ cases: [] });

function showOutcome({ caseId, decision, refusal }: BulkOutcome) {
  const said = decision?.state === 'pending' ? 'waits for a second person' : 'decided';
  return { caseId, isRefused: refusal !== null, text: refusal?.message ?? said };
}

async function sendBulk(
  { pool, render, clock }: Options,
  { request, reply }: Exchange,
  { caseIds, outcomes, problem, draft }: Shown,
): Promise<FastifyReply> {
  const [cases, stakes] = await Promise.all([
    listCasesById(pool, caseIds),
    findCaseStakes(pool, caseIds),
  ]);
  const html = render('./bulk', {
    ...{ title: 'Decide on several cases', section: 'cases', user: getCaller(request) },
    cases: cases.map((found) => showCaseHead(found, new Map(), clock())),
    stakes: {
      ...{ cases: stakes.cases, accounts: stakes.accounts },
      requests: showCount(stakes.requests),
      share: showPercent(stakes.requestShare),
    },
    actions: bulkActions.map((action) => ({
      ...{ id: action, text: showAction(action), days: usualDays[action] },
    })),
    outcomes: outcomes?.map(showOutcome) ?? null,
    ...{ problem: problem ?? null, draft: draftForm.parse(draft ?? {}) },
    mostBeginHours,
    idempotencyKey: randomUUID(),
  });
  return sendPage(reply, html, problem?.status);
}

/** Deciding on several cases of the queue at once: first what it would touch, then what came of each. */
export function addBulkPages(app: FastifyInstance, options: Options): void {
  const config = { permission: 'decide_bulk' } as const;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const list = { config, schema: { querystring: bulkQuery } };
  typed.get('/cases/bulk', list, (request, reply) =>
    sendBulk(options, { request, reply }, { caseIds: request.query.case }),
  );
  typed.post('/cases/bulk', { config }, async (request, reply) => {
    const { body } = request;
    const caseIds = chosenForm.parse(body).cases.map((each) => each.split(':')[0] ?? '');
    try {
      const outcomes = await decideBulk(options.pool, getCaller(request), readBulkOrder(body));
      return await sendBulk(options, { request, reply }, { caseIds, outcomes });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return sendBulk(options, { request, reply }, { caseIds, problem: error, draft: body });
    }
  });
}
