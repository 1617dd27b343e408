import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { raisedLevel } from '../../contracts/finding.ts';
import { listActorNames } from '../../storage/actor-names.ts';
import { listAlerts } from '../../storage/alert-list.ts';
import { countEvidence, mostCounted, type EvidenceCounts } from '../../storage/evidence-counts.ts';
import { idParams } from '../common-schemas.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { showCountUpTo } from '../pages/format.ts';
import { showAlert } from '../pages/show-alert.ts';
import { actorsOf, showDecision } from '../pages/show-decision.ts';
import { showMembership } from '../pages/show-campaign.ts';
import { showProfile } from '../pages/show-profile.ts';
import type { DetectorTexts } from '../pages/show-reasons.ts';
import type { Render } from '../render.ts';
import type { ReviewStore } from '../review-store.ts';
import { getCaller } from '../staff-access.ts';
import { typed } from './typed.ts';
import { sendPage } from './send-page.ts';
import { emptyToNone } from '../forms/form-fields.ts';
import { nextUrl } from '../pages/page-url.ts';

interface PageOptions {
  readonly pool: Pool;
  readonly store: ReviewStore;
  readonly render: Render;
  readonly detectorTexts: DetectorTexts;
}

type Scope = ReturnType<typeof typed>;

const pageSize = 25;
const reads = { permission: 'read' } as const;
const listQuery = z.object({
  cursor: z.string().optional(),
  level: z.preprocess(emptyToNone, raisedLevel.optional()),
  account_id: z.preprocess(emptyToNone, z.string().trim().max(128).optional()),
});

function showCounts({ act, review, campaigns, openCases }: EvidenceCounts) {
  const show = (count: number) => showCountUpTo(count, mostCounted);
  return {
    ...{ act: show(act), review: show(review) },
    ...{ campaigns: show(campaigns), openCases: show(openCases) },
  };
}

function addAlertsPage(app: Scope, { pool, render, detectorTexts }: PageOptions): void {
  app.get('/', { config: reads, schema: { querystring: listQuery } }, async (request, reply) => {
    const { query } = request;
    const { level, account_id } = query;
    const filter = { level, accountId: account_id };
    const page = { limit: pageSize, after: decodeCursor(query.cursor) };
    const [alerts, counts] = await Promise.all([
      listAlerts(pool, filter, page),
      countEvidence(pool),
    ]);
    const html = render('./alerts', {
      title: 'Alerts',
      section: 'alerts',
      user: getCaller(request),
      counts: showCounts(counts),
      query,
      isFiltered: level !== undefined || account_id !== undefined,
      alerts: alerts.items.map((alert) => showAlert(alert, detectorTexts)),
      next: nextUrl('/', { level, account_id }, encodeCursor(alerts.next)),
    });
    return sendPage(reply, html);
  });
}

function addAccountPage(app: Scope, { pool, store, render, detectorTexts }: PageOptions): void {
  app.get(
    '/accounts/:id',
    { config: reads, schema: { params: idParams } },
    async (request, reply) => {
      const account = await store.getAccount(request.params.id);
      const names = await listActorNames(pool, actorsOf(account.decisions));
      const html = render('./account', {
        title: account.accountId,
        section: 'alerts',
        user: getCaller(request),
        id: account.accountId,
        record: account.record ?? null,
        profile: account.profile === null ? null : showProfile(account.profile),
        alerts: account.alerts.map((alert) => showAlert(alert, detectorTexts)),
        campaigns: account.memberships.map(showMembership),
        decisions: account.decisions.map((each) => showDecision(each, names)),
      });
      return sendPage(reply, html);
    },
  );
}

/** The console's pages, behind the sign-in. */
export function addPageRoutes(app: FastifyInstance, options: PageOptions): void {
  addAlertsPage(typed(app), options);
  addAccountPage(typed(app), options);
}
