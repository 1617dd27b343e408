import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { AppError } from '../../errors.ts';
import { listDecisionAccounts, listDecisions } from '../../storage/decision-list.ts';
import type { Decision } from '../../storage/decisions.ts';
import { findEvidence } from '../../storage/evidence-snapshots.ts';
import { failures, idParams, workFailures } from '../common-schemas.ts';
import { decodeRowCursor } from '../cursor.ts';
import * as schemas from '../decision-schemas.ts';
import { readDecisionOrder, readIdempotencyKey, readUndoOrder } from '../read-order.ts';
import { getCaller } from '../staff-access.ts';
import { toApiDecision } from '../to-api-case.ts';
import { decide } from '../work/decide.ts';
import { getDecision } from '../work/repeats.ts';
import { giveSecondWord } from '../work/second-person.ts';
import { undo } from '../work/undo.ts';
import { typed } from './typed.ts';

interface Options {
  readonly pool: Pool;
}

const reads = { permission: 'read' } as const;
const works = { permission: 'work_cases' } as const;
const approves = { permission: 'approve' } as const;
const shownAccounts = 500;

async function toDetail(pool: Pool, decision: Decision, after?: string) {
  const page = { limit: shownAccounts, after };
  const { items, next } = await listDecisionAccounts(pool, decision.decisionId, page);
  return { ...toApiDecision(decision), account_ids: [...items], next_account: next };
}

function addReading(app: FastifyInstance, { pool }: Options): void {
  const list = {
    querystring: schemas.decisionQuery,
    response: { 200: schemas.decisionPage, ...failures },
    summary: 'Decisions, newest first',
  };
  typed(app).get('/api/decisions', { config: reads, schema: list }, async ({ query }) => {
    const filter = {
      caseId: decodeRowCursor(query.case_id),
      accountId: query.account_id,
      isPending: query.pending === 'true',
    };
    const page = { limit: query.limit, after: decodeRowCursor(query.cursor) };
    const { items, next } = await listDecisions(pool, filter, page);
    return { items: items.map(toApiDecision), next };
  });

  const one = {
    params: idParams,
    querystring: schemas.decisionAccountsQuery,
    response: { 200: schemas.decisionDetail, ...failures },
    summary: 'A decision with the accounts that it touches',
  };
  typed(app).get('/api/decisions/:id', { config: reads, schema: one }, async (request) => {
    const { params, query } = request;
    return toDetail(pool, await getDecision(pool, params.id), query.after);
  });

  const evidence = {
    params: idParams,
    response: failures,
    summary: 'The frozen evidence of a decision: the bytes that its evidence_sha256 is of',
  };
  const path = '/api/decisions/:id/evidence';
  typed(app).get(path, { config: reads, schema: evidence }, async ({ params }, reply) => {
    const { evidenceSha256 } = await getDecision(pool, params.id);
    const content = await findEvidence(pool, evidenceSha256);
    if (content === undefined) throw new AppError('not_found', 'This evidence was erased.');
    return reply.type('application/json; charset=utf-8').send(content as never);
  });
}

function addDeciding(app: FastifyInstance, { pool }: Options): void {
  const answers = { 200: schemas.decisionDetail, 201: schemas.decisionDetail, ...workFailures };
  const order = {
    params: idParams,
    body: schemas.decisionOrder,
    response: answers,
    summary: 'Decide on a case. 201 when it was decided, 200 when the same order stood already',
  };
  const path = '/api/cases/:id/decisions';
  typed(app).post(path, { config: works, schema: order }, async (request, reply) => {
    const { params, body } = request;
    const key = readIdempotencyKey(request, body.idempotency_key);
    const asked = readDecisionOrder(params.id, body, key);
    const { decision, isRepeat } = await decide(pool, getCaller(request), asked);
    return reply.code(isRepeat ? 200 : 201).send(await toDetail(pool, decision));
  });

  const undoing = {
    params: idParams,
    body: schemas.undoOrder,
    response: answers,
    summary: 'Undo a decision by a new one that names it',
  };
  const undoPath = '/api/decisions/:id/undo';
  typed(app).post(undoPath, { config: works, schema: undoing }, async (request, reply) => {
    const { params, body } = request;
    const key = readIdempotencyKey(request, body.idempotency_key);
    const asked = readUndoOrder(params.id, body, key);
    const { decision, isRepeat } = await undo(pool, getCaller(request), asked);
    return reply.code(isRepeat ? 200 : 201).send(await toDetail(pool, decision));
  });
}

/** Decisions: reading, taking, undoing, and the second person's word. */
export function addDecisionApi(app: FastifyInstance, options: Options): void {
  addReading(app, options);
  addDeciding(app, options);
  const schema = {
    params: idParams,
    body: schemas.secondWord,
    response: { 200: schemas.decisionDetail, ...workFailures },
    summary: 'Approve or reject a decision that needs a second person',
  };
  const path = '/api/decisions/:id/approval';
  typed(app).post(path, { config: approves, schema }, async (request) => {
    const { verdict, reason, break_glass: isBreakGlass } = request.body;
    const word = { decisionId: request.params.id, verdict, reason, isBreakGlass };
    return toDetail(options.pool, await giveSecondWord(options.pool, getCaller(request), word));
  });
}
