import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { z } from 'zod';
import { raisedLevel } from '../../contracts/finding.ts';
import { alertsAbout, listAlerts } from '../../storage/alert-list.ts';
import { listCampaigns } from '../../storage/campaign-list.ts';
import { listMembers } from '../../storage/campaign-members.ts';
import { idParams } from '../common-schemas.ts';
import { decodeCursor, decodeMemberCursor, encodeCursor, encodeMemberCursor } from '../cursor.ts';
import { campaignUrl } from '../pages/format.ts';
import { showAlert } from '../pages/show-alert.ts';
import { showCampaign, showCampaignRow } from '../pages/show-campaign.ts';
import type { DetectorTexts } from '../pages/show-reasons.ts';
import type { Render } from '../render.ts';
import type { ReviewStore } from '../review-store.ts';
import { getCaller } from '../staff-access.ts';
import { sendPage } from './send-page.ts';
import { nextUrl } from '../pages/page-url.ts';

interface Options {
  readonly pool: Pool;
  readonly store: ReviewStore;
  readonly render: Render;
  readonly detectorTexts: DetectorTexts;
}

const config = { permission: 'read' } as const;
const pageSize = 25;
const shownMembers = 100;
const memberQuery = z.object({ after: z.string().optional() });
const listQuery = z.object({ cursor: z.string().optional(), level: raisedLevel.optional() });

/** Campaigns, and one of them with its members page by page. */
export function addCampaignPages(app: FastifyInstance, options: Options): void {
  const { pool, store, render, detectorTexts } = options;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const list = { config, schema: { querystring: listQuery } };
  typed.get('/campaigns', list, async (request, reply) => {
    const { cursor, level } = request.query;
    const campaigns = await listCampaigns(
      pool,
      { level },
      { limit: pageSize, after: decodeCursor(cursor) },
    );
    const page = render('./campaigns', {
      ...{ title: 'Campaigns', section: 'campaigns', user: getCaller(request) },
      campaigns: campaigns.items.map(showCampaignRow),
      next: nextUrl('/campaigns', { level }, encodeCursor(campaigns.next)),
    });
    return sendPage(reply, page);
  });

  const one = { config, schema: { params: idParams, querystring: memberQuery } };
  typed.get('/campaigns/:id', one, async (request, reply) => {
    const campaign = await store.getCampaignHead(request.params.id);
    if (campaign.mergedInto !== null) return reply.redirect(campaignUrl(campaign.mergedInto), 308);
    const { campaignId } = campaign;
    const start = { limit: shownMembers, after: decodeMemberCursor(request.query.after) };
    const [alerts, members] = await Promise.all([
      listAlerts(pool, alertsAbout('campaign', campaignId), { limit: 100 }),
      listMembers(pool, campaignId, start),
    ]);
    const page = render('./campaign', {
      ...{ title: `Campaign ${campaignId}`, section: 'campaigns', user: getCaller(request) },
      campaign: showCampaign(campaign, members.items),
      alerts: alerts.items.map((alert) => showAlert(alert, detectorTexts)),
      next: members.next && `${campaignUrl(campaignId)}?after=${encodeMemberCursor(members.next)}`,
    });
    return sendPage(reply, page);
  });
}
