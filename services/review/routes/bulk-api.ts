import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { z } from 'zod';
import { findCaseStakes } from '../../storage/case-stakes.ts';
import { rowId } from '../../storage/row-id.ts';
import { workFailures } from '../common-schemas.ts';
import { decision, decisionOrder } from '../decision-schemas.ts';
import { readIdempotencyKey } from '../read-order.ts';
import { getCaller } from '../staff-access.ts';
import { toApiDecision } from '../to-api-case.ts';
import { beginOf } from '../work/order.ts';
import { decideBulk, mostCases, type BulkOutcome } from '../work/decide-bulk.ts';

const caseId = z.string().regex(rowId);
const stakes = z.object({
  cases: z.number().describe('those of the given that are open'),
  accounts: z.number().describe('of campaigns, every member'),
  requests: z.number(),
  request_share: z.number().describe('0 to 1, of the requests of all open cases'),
});
const bulkOrder = decisionOrder
  .omit({ version: true, account_ids: true, api_key_ids: true, networks: true })
  .extend({
    cases: z
      .array(z.object({ id: caseId, version: z.number().int().min(0) }))
      .min(1)
      .max(mostCases),
    accounts: z.number().int().min(1).describe('as the preview said; more, and nothing is decided'),
  });
const outcome = z.object({
  case_id: z.string(),
  decision: decision.nullable(),
  refusal: z.object({ code: z.string(), message: z.string() }).nullable(),
});

function toApiOutcome({ caseId: id, decision: decided, refusal }: BulkOutcome) {
  return { case_id: id, decision: decided === null ? null : toApiDecision(decided), refusal };
}

/** One decision for many cases: what it would touch, then the decision. */
export function addBulkApi(app: FastifyInstance, { pool }: { readonly pool: Pool }): void {
  const config = { permission: 'decide_bulk' } as const;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const preview = {
    body: z.object({ cases: z.array(caseId).min(1).max(mostCases) }),
    response: { 200: stakes, ...workFailures },
    summary: 'What a decision on these cases together would touch',
  };
  typed.post('/api/cases/bulk-preview', { config, schema: preview }, async ({ body }) => {
    const { requestShare, ...counts } = await findCaseStakes(pool, body.cases);
    return { ...counts, request_share: requestShare };
  });

  const deciding = {
    body: bulkOrder,
    response: { 200: z.object({ items: z.array(outcome) }), ...workFailures },
    summary: 'Decide on many cases; each stands or is refused by itself',
  };
  typed.post('/api/cases/bulk-decisions', { config, schema: deciding }, async (request) => {
    const { body } = request;
    const { expires_at: expiresAt } = body;
    const outcomes = await decideBulk(pool, getCaller(request), {
      ...{ action: body.action, policyClause: body.policy_clause, reason: body.reason },
      cases: body.cases.map(({ id, version }) => ({ caseId: id, version })),
      accounts: body.accounts,
      leastConfidence: body.min_confidence,
      expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
      ...beginOf(body.begin_within_hours),
      deservedReview: body.deserved_review,
      idempotencyKey: readIdempotencyKey(request, body.idempotency_key),
    });
    return { items: outcomes.map(toApiOutcome) };
  });
}
