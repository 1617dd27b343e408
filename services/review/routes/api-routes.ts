import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { listAlerts } from '../../storage/alert-list.ts';
import { listCampaigns } from '../../storage/campaign-list.ts';
import * as schemas from '../api-schemas.ts';
import { failures, idParams } from '../common-schemas.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import type { ReviewStore } from '../review-store.ts';
import {
  toApiAlert,
  toApiCampaign,
  toApiCampaignSummary,
  toApiMembership,
  toApiRecord,
} from '../to-api.ts';
import { toApiDecision } from '../to-api-case.ts';
import { typed } from './typed.ts';

interface ApiOptions {
  readonly pool: Pool;
  readonly store: ReviewStore;
}

const reads = { permission: 'read' } as const;

function pageOf({ cursor, limit }: { cursor?: string | undefined; limit: number }) {
  return { limit, after: decodeCursor(cursor) };
}

function addAlertRoutes(app: FastifyInstance, { pool }: ApiOptions): void {
  const response = { 200: schemas.alertPage, ...failures };
  const schema = { querystring: schemas.alertQuery, response, summary: 'Alerts, newest first' };
  typed(app).get('/api/alerts', { config: reads, schema }, async ({ query }) => {
    const filter = {
      accountId: query.account_id,
      campaignId: query.campaign_id,
      since: query.since === undefined ? undefined : new Date(query.since),
      level: query.level,
    };
    const { items, next } = await listAlerts(pool, filter, pageOf(query));
    return { items: items.map(toApiAlert), next: encodeCursor(next) };
  });
}

function addAccountRoutes(app: FastifyInstance, { store }: ApiOptions): void {
  const response = { 200: schemas.account, ...failures };
  const summary = 'An account: its record, profile in numbers, alerts, links and decisions';
  const schema = { params: idParams, response, summary };
  typed(app).get('/api/accounts/:id', { config: reads, schema }, async ({ params }) => {
    const account = await store.getAccount(params.id);
    const { accountId, record, profile, alerts, memberships, decisions } = account;
    return {
      account_id: accountId,
      account: record === undefined ? null : toApiRecord(record),
      profile,
      alerts: alerts.map(toApiAlert),
      links: memberships.map(toApiMembership),
      decisions: decisions.map(toApiDecision),
    };
  });
}

function addCampaignRoutes(app: FastifyInstance, { pool, store }: ApiOptions): void {
  const list = { 200: schemas.campaignPage, ...failures };
  const listSchema = {
    querystring: schemas.campaignQuery,
    response: list,
    summary: 'Campaigns, newest first, without those that were merged into another',
  };
  typed(app).get('/api/campaigns', { config: reads, schema: listSchema }, async ({ query }) => {
    const { items, next } = await listCampaigns(pool, { level: query.level }, pageOf(query));
    return { items: items.map(toApiCampaignSummary), next: encodeCursor(next) };
  });

  const schema = {
    params: idParams,
    response: { 200: schemas.campaign, ...failures },
    summary: 'A campaign: its members with confidence, its links with their reasons',
    description: 'A campaign that was merged into another answers 308 with the id that stays.',
  };
  typed(app).get('/api/campaigns/:id', { config: reads, schema }, async ({ params }, reply) => {
    const campaign = await store.getCampaign(params.id);
    if (campaign.mergedInto === null) return toApiCampaign(campaign);
    return reply.redirect(`/api/campaigns/${encodeURIComponent(campaign.mergedInto)}`, 308);
  });
}

/** What detection found, as JSON. */
export function addApiRoutes(app: FastifyInstance, options: ApiOptions): void {
  addAlertRoutes(app, options);
  addAccountRoutes(app, options);
  addCampaignRoutes(app, options);
}
