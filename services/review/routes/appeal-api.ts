import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { AppError } from '../../errors.ts';
import { listAppeals, type Appeal } from '../../storage/appeals.ts';
import * as schemas from '../appeal-schemas.ts';
import { failures, idParams, workFailures } from '../common-schemas.ts';
import { decodeRowCursor } from '../cursor.ts';
import type { DetectorTexts } from '../pages/show-reasons.ts';
import { readStatement } from '../read-statement.ts';
import { getCaller } from '../staff-access.ts';
import { fileAppeal, getAppeal, ruleAppeal } from '../work/appeals.ts';
import { getDecision } from '../work/repeats.ts';
import { typed } from './typed.ts';

interface Options {
  readonly pool: Pool;
  readonly detectorTexts: DetectorTexts;
}

const reads = { permission: 'read' } as const;

function toApiAppeal({ ruling, ...appeal }: Appeal) {
  return {
    ...{ id: appeal.appealId, decision_id: appeal.decisionId, case_id: appeal.caseId },
    ...{ account_id: appeal.accountId, statement: appeal.statement, filed_by: appeal.filedBy },
    ...{ filed_at: appeal.filedAt.toISOString(), due_at: appeal.dueAt.toISOString() },
    ruling:
      ruling === null
        ? null
        : {
            ...{ verdict: ruling.verdict, reason: ruling.reason, ruled_by: ruling.ruledBy },
            ruled_at: new Date(ruling.ruledAt).toISOString(),
          },
  };
}

async function toDetail({ pool, detectorTexts }: Options, appeal: Appeal) {
  const decision = await getDecision(pool, appeal.decisionId);
  return {
    ...toApiAppeal(appeal),
    evidence_sha256: decision.evidenceSha256,
    statement_of_reasons: await readStatement(pool, detectorTexts, decision),
  };
}

function addReading(app: FastifyInstance, options: Options): void {
  const { pool, detectorTexts } = options;
  const list = {
    querystring: schemas.appealQuery,
    response: { 200: schemas.appealPage, ...failures },
    summary: 'Appeals that wait for a ruling, the one due first first; or all, newest first',
  };
  typed(app).get('/api/appeals', { config: reads, schema: list }, async ({ query }) => {
    const page = { limit: query.limit, after: decodeRowCursor(query.cursor) };
    const { items, next } = await listAppeals(pool, query.open === 'true', page);
    return { items: items.map(toApiAppeal), next };
  });

  const one = {
    params: idParams,
    response: { 200: schemas.appealDetail, ...failures },
    summary: 'An appeal, with what the customer was told and the hash of the frozen evidence',
  };
  typed(app).get('/api/appeals/:id', { config: reads, schema: one }, async ({ params }) =>
    toDetail(options, await getAppeal(pool, params.id)),
  );

  const statement = {
    params: idParams,
    response: { 200: schemas.statementAnswer, ...workFailures },
    summary: 'The statement of reasons for the affected customer, as a draft',
  };
  const path = '/api/decisions/:id/statement';
  typed(app).get(path, { config: reads, schema: statement }, async ({ params }) => {
    const text = await readStatement(pool, detectorTexts, await getDecision(pool, params.id));
    if (text !== null) return { text };
    throw new AppError('statement_not_due', 'Nothing that restricts a customer is in force here.');
  });
}

/** Appeals: filing them for a customer, reading and judging them; and what customers are told. */
export function addAppealApi(app: FastifyInstance, options: Options): void {
  const { pool } = options;
  addReading(app, options);
  const filing = {
    params: idParams,
    body: schemas.appealBody,
    response: { 200: schemas.appealDetail, 201: schemas.appealDetail, ...workFailures },
    summary: 'File an appeal of an account. 200 when the same one stood already',
  };
  const path = '/api/decisions/:id/appeals';
  const works = { permission: 'work_cases' } as const;
  typed(app).post(path, { config: works, schema: filing }, async (request, reply) => {
    const { account_id: accountId, statement } = request.body;
    const given = { decisionId: request.params.id, accountId, statement };
    const { appeal, isRepeat } = await fileAppeal(pool, getCaller(request), given);
    return reply.code(isRepeat ? 200 : 201).send(await toDetail(options, appeal));
  });

  const ruling = {
    params: idParams,
    body: schemas.rulingBody,
    response: { 200: schemas.appealDetail, ...workFailures },
    summary: 'Judge an appeal; never whoever decided or approved',
  };
  const rules = { permission: 'rule_appeals' } as const;
  typed(app).post('/api/appeals/:id/ruling', { config: rules, schema: ruling }, async (request) => {
    const given = { appealId: request.params.id, ...request.body };
    return toDetail(options, await ruleAppeal(pool, getCaller(request), given));
  });
}
