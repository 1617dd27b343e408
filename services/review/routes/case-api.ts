import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { listCases } from '../../storage/case-list.ts';
import { listQueue } from '../../storage/case-queue.ts';
import * as schemas from '../case-schemas.ts';
import { failures, idParams, workFailures } from '../common-schemas.ts';
import { decodeCursor, decodeRowCursor, encodeCursor } from '../cursor.ts';
import type { Caller } from '../permissions.ts';
import { readCase } from '../read-case.ts';
import { getCaller } from '../staff-access.ts';
import { toApiAlert } from '../to-api.ts';
import { toApiCase, toApiCaseEvent, toApiDecision, toApiDelivery } from '../to-api-case.ts';
import { claim, release, takeNext } from '../work/claims.ts';
import { assign, note, snooze } from '../work/notes.ts';
import { typed } from './typed.ts';

interface Options {
  readonly pool: Pool;
}

const reads = { permission: 'read' } as const;
const works = { permission: 'work_cases' } as const;

type CaseQuery = z.output<typeof schemas.caseQuery>;

async function listByHarm(pool: Pool, { actor }: Caller, query: CaseQuery) {
  const filter = {
    level: query.level,
    subjectKind: query.subject_kind,
    subject: query.subject,
    mine: query.mine === 'true' ? actor : undefined,
    state: query.state,
  };
  const page = { limit: query.limit, after: decodeRowCursor(query.cursor) };
  const { items, next } = await listQueue(pool, filter, page);
  return { items: items.map(toApiCase), next };
}

function addReading(app: FastifyInstance, { pool }: Options): void {
  const list = {
    querystring: schemas.caseQuery,
    response: { 200: schemas.casePage, ...failures },
    summary: 'Cases, newest first, or the queue by expected harm',
  };
  typed(app).get('/api/cases', { config: reads, schema: list }, async (request) => {
    const { query } = request;
    if (query.order === 'harm') return listByHarm(pool, getCaller(request), query);
    const page = { limit: query.limit, after: decodeCursor(query.cursor) };
    const { items, next } = await listCases(pool, { status: query.status }, page);
    return { items: items.map(toApiCase), next: encodeCursor(next) };
  });

  const one = {
    params: idParams,
    response: { 200: schemas.caseDetail, ...failures },
    summary: 'A case with the alerts of its subject, its decisions and its history',
  };
  typed(app).get('/api/cases/:id', { config: reads, schema: one }, async ({ params }) => {
    const { found, alerts, decisions, history, prior, ...carried } = await readCase(
      pool,
      params.id,
    );
    return {
      ...toApiCase(found),
      alerts: alerts.map(toApiAlert),
      decisions: decisions.map(toApiDecision),
      deliveries: carried.deliveries.map(toApiDelivery),
      enforced: Array.from(carried.enforced, ([id, targets]) => ({ decision_id: id, targets })),
      history: history.map(toApiCaseEvent),
      prior_cases: prior.map(toApiCase),
    };
  });
}

function addClaiming(app: FastifyInstance, { pool }: Options): void {
  const next = {
    response: { 200: schemas.caseSummary, 204: z.null(), ...workFailures },
    summary: 'Take the case of the greatest expected harm; 204 when none is ready and free',
  };
  typed(app).post(
    '/api/cases/take-next',
    { config: works, schema: next },
    async (request, reply) => {
      const taken = await takeNext(pool, getCaller(request));
      return taken === undefined ? reply.code(204).send(null) : reply.send(toApiCase(taken));
    },
  );

  const response = { 200: schemas.caseSummary, ...workFailures };
  const claiming = { params: idParams, response, summary: 'Take or hold a case, for ten minutes' };
  typed(app).post('/api/cases/:id/claim', { config: works, schema: claiming }, async (request) =>
    toApiCase(await claim(pool, getCaller(request), request.params.id)),
  );
  const releasing = { params: idParams, response, summary: 'Give a case back' };
  typed(app).post('/api/cases/:id/release', { config: works, schema: releasing }, async (request) =>
    toApiCase(await release(pool, getCaller(request), request.params.id)),
  );
}

function addNotes(app: FastifyInstance, { pool }: Options): void {
  const response = { 200: schemas.caseSummary, ...workFailures };
  const writing = { params: idParams, body: schemas.noteBody, response, summary: 'Write a note' };
  typed(app).post('/api/cases/:id/notes', { config: works, schema: writing }, async (request) => {
    const { params, body } = request;
    return toApiCase(await note(pool, getCaller(request), { caseId: params.id, text: body.text }));
  });

  const summary = 'Give a case to somebody, or to nobody';
  const assigning = { params: idParams, body: schemas.assignBody, response, summary };
  typed(app).post(
    '/api/cases/:id/assign',
    { config: works, schema: assigning },
    async (request) => {
      const { params, body } = request;
      const work = { caseId: params.id, assignee: body.to };
      return toApiCase(await assign(pool, getCaller(request), work));
    },
  );

  const snoozing = { params: idParams, body: schemas.snoozeBody, response, summary: 'Put it off' };
  typed(app).post('/api/cases/:id/snooze', { config: works, schema: snoozing }, async (request) => {
    const { params, body } = request;
    const work = { caseId: params.id, until: new Date(body.until) };
    return toApiCase(await snooze(pool, getCaller(request), work));
  });
  const waking = { params: idParams, response, summary: 'Bring a case back that was put off' };
  typed(app).post('/api/cases/:id/wake', { config: works, schema: waking }, async (request) => {
    const work = { caseId: request.params.id, until: null };
    return toApiCase(await snooze(pool, getCaller(request), work));
  });
}

/** Cases: the queue, one case, and the work on it short of deciding. */
export function addCaseApi(app: FastifyInstance, options: Options): void {
  addReading(app, options);
  addClaiming(app, options);
  addNotes(app, options);
}
