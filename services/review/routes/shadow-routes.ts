import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { listChallengers } from '../../storage/challengers.ts';
import { listShadowFindings } from '../../storage/shadow-finding-list.ts';
import { errorAnswer } from '../common-schemas.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { showChallenger, showShadowFinding, shadowUrl } from '../pages/show-shadow.ts';
import type { DetectorTexts } from '../pages/show-reasons.ts';
import type { Render } from '../render.ts';
import * as schemas from '../shadow-schemas.ts';
import { getCaller } from '../staff-access.ts';
import { toApiChallenger, toApiShadowFinding } from '../to-api-shadow.ts';
import { typed } from './typed.ts';
import { sendPage } from './send-page.ts';

const failures = { 400: errorAnswer, 401: errorAnswer, 403: errorAnswer };
const reads = { permission: 'read' } as const;
const pageSize = 25;
const pageQuery = z.object({
  cursor: z.string().optional(),
  challenger: z.string().max(128).optional(),
  version: z.string().max(64).optional(),
});

/** What challengers would have done, as JSON. Registered where a caller is required. */
export function addShadowApi(app: FastifyInstance, { pool }: { readonly pool: Pool }): void {
  const list = {
    querystring: schemas.shadowQuery,
    response: { 200: schemas.shadowPage, ...failures },
    summary: 'What challengers and detectors in shadow mode would have done, newest first',
  };
  typed(app).get('/api/shadow-findings', { config: reads, schema: list }, async ({ query }) => {
    const page = { limit: query.limit, after: decodeCursor(query.cursor) };
    const { items, next } = await listShadowFindings(pool, query, page);
    return { items: items.map(toApiShadowFinding), next: encodeCursor(next) };
  });

  const comparison = {
    response: { 200: schemas.challengerList, ...failures },
    summary: 'Each challenger against live: accounts flagged by both, by live alone, by it alone',
  };
  typed(app).get('/api/challengers', { config: reads, schema: comparison }, async () => {
    return { items: (await listChallengers(pool)).map(toApiChallenger) };
  });
}

interface ShadowPageOptions {
  readonly pool: Pool;
  readonly render: Render;
  readonly detectorTexts: DetectorTexts;
}

/** The same as a page. Registered where a person is required. */
export function addShadowPage(app: FastifyInstance, options: ShadowPageOptions): void {
  const { pool, render, detectorTexts } = options;
  typed(app).get(
    '/shadow',
    { config: reads, schema: { querystring: pageQuery } },
    async (request, reply) => {
      const { cursor, ...filter } = request.query;
      const page = { limit: pageSize, after: decodeCursor(cursor) };
      const [findings, challengers] = await Promise.all([
        listShadowFindings(pool, filter, page),
        listChallengers(pool),
      ]);
      const html = render('./shadow', {
        title: 'Shadow',
        section: 'shadow',
        user: getCaller(request),
        isFiltered: filter.challenger !== undefined,
        challengers: challengers.map((one) => showChallenger(one, detectorTexts)),
        findings: findings.items.map((one) => showShadowFinding(one, detectorTexts)),
        next: findings.next === null ? null : shadowUrl(filter, encodeCursor(findings.next)),
      });
      return sendPage(reply, html);
    },
  );
}
