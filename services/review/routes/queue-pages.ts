import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { z } from 'zod';
import { raisedLevel, subjectKind } from '../../contracts/finding.ts';
import { listActorNames } from '../../storage/actor-names.ts';
import type { ListedCase } from '../../storage/case-list.ts';
import { listQueue, queueStates } from '../../storage/case-queue.ts';
import { listStrongestReasons } from '../../storage/strongest-alerts.ts';
import { decodeRowCursor } from '../cursor.ts';
import { caseUrl } from '../pages/format.ts';
import { showCaseHead } from '../pages/show-case-head.ts';
import { showReasons, type DetectorTexts } from '../pages/show-reasons.ts';
import { isAllowed } from '../permissions.ts';
import type { Render } from '../render.ts';
import { getCaller } from '../staff-access.ts';
import { takeNext } from '../work/claims.ts';
import { sendPage } from './send-page.ts';
import { emptyToNone } from '../forms/form-fields.ts';
import { nextUrl } from '../pages/page-url.ts';

interface Options {
  readonly pool: Pool;
  readonly render: Render;
  readonly detectorTexts: DetectorTexts;
  /** ms. */
  readonly clock: () => number;
}

const pageSize = 50;
const queueQuery = z.object({
  cursor: z.string().optional(),
  level: z.preprocess(emptyToNone, raisedLevel.optional()),
  kind: z.preprocess(emptyToNone, subjectKind.optional()),
  state: z.preprocess(emptyToNone, z.enum(queueStates).default('ready')),
  mine: z.preprocess(emptyToNone, z.literal('yes').optional()),
  subject: z.preprocess(emptyToNone, z.string().trim().max(128).optional()),
  none: z.string().optional(),
});

async function showRows(items: readonly ListedCase[], { pool, detectorTexts, clock }: Options) {
  const hands = items.flatMap(({ claimedBy, assignedTo }) => [claimedBy, assignedTo]);
  const [names, reasons] = await Promise.all([
    listActorNames(
      pool,
      hands.filter((each) => each !== null),
    ),
    listStrongestReasons(
      pool,
      items.map(({ caseId }) => caseId),
    ),
  ]);
  const now = clock();
  return items.map((found) => {
    const [first] = showReasons(reasons.get(found.caseId) ?? [], detectorTexts);
    return { ...showCaseHead(found, names, now), why: first?.title ?? '' };
  });
}

/** The queue of cases, and taking the next one from it. */
export function addQueuePages(app: FastifyInstance, options: Options): void {
  const { pool, render } = options;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const list = { config: { permission: 'read' }, schema: { querystring: queueQuery } } as const;
  typed.get('/cases', list, async (request, reply) => {
    const { query } = request;
    const user = getCaller(request);
    const { level, kind, state, subject } = query;
    const mine = query.mine === undefined ? undefined : user.actor;
    const filter = { level, state, subject, mine, subjectKind: kind };
    const page = { limit: pageSize, after: decodeRowCursor(query.cursor) };
    const { items, next } = await listQueue(pool, filter, page);
    const html = render('./queue', {
      ...{ title: 'Cases', section: 'cases', user, query },
      cases: await showRows(items, options),
      next: nextUrl('/cases', { level, kind, state, mine: query.mine, subject }, next),
      isFiltered: [level, kind, mine, subject].some((each) => each !== undefined),
      mayWork: isAllowed(user.role, 'work_cases'),
      mayBulk: isAllowed(user.role, 'decide_bulk'),
    });
    return sendPage(reply, html);
  });

  typed.post(
    '/cases/take-next',
    { config: { permission: 'work_cases' } },
    async (request, reply) => {
      const taken = await takeNext(pool, getCaller(request));
      return reply.redirect(taken === undefined ? '/cases?none=1' : caseUrl(taken.caseId), 303);
    },
  );
}
