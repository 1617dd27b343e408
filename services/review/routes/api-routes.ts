import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { AppError } from '../../errors.ts';
import { listAlerts } from '../../storage/alert-list.ts';
import { listCampaigns } from '../../storage/campaign-list.ts';
import { findCase, listCases } from '../../storage/case-list.ts';
import * as schemas from '../api-schemas.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import type { ReviewStore } from '../review-store.ts';
import type { StaffAccess } from '../staff-access.ts';
import {
  toApiAlert,
  toApiCampaign,
  toApiCampaignSummary,
  toApiCase,
  toApiMembership,
  toApiRecord,
} from '../to-api.ts';

interface ApiOptions {
  readonly pool: Pool;
  readonly store: ReviewStore;
  readonly access: StaffAccess;
}

const failures = {
  400: schemas.errorAnswer,
  401: schemas.errorAnswer,
  403: schemas.errorAnswer,
  404: schemas.errorAnswer,
};

function typed(app: FastifyInstance) {
  return app.withTypeProvider<ZodTypeProvider>();
}

function pageOf({ cursor, limit }: { cursor?: string | undefined; limit: number }) {
  return { limit, after: decodeCursor(cursor) };
}

function addAlertRoutes(app: FastifyInstance, { pool }: ApiOptions): void {
  const response = { 200: schemas.alertPage, ...failures };
  const schema = { querystring: schemas.alertQuery, response, summary: 'Alerts, newest first' };
  typed(app).get('/api/alerts', { schema }, async ({ query }) => {
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
  const schema = { params: schemas.idParams, response, summary };
  typed(app).get('/api/accounts/:id', { schema }, async ({ params }) => {
    const { accountId, record, profile, alerts, memberships } = await store.getAccount(params.id);
    return {
      account_id: accountId,
      account: record === undefined ? null : toApiRecord(record),
      profile,
      alerts: alerts.map(toApiAlert),
      links: memberships.map(toApiMembership),
      decisions: [],
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
  typed(app).get('/api/campaigns', { schema: listSchema }, async ({ query }) => {
    const { items, next } = await listCampaigns(pool, { level: query.level }, pageOf(query));
    return { items: items.map(toApiCampaignSummary), next: encodeCursor(next) };
  });

  const schema = {
    params: schemas.idParams,
    response: { 200: schemas.campaign, ...failures },
    summary: 'A campaign: its members with confidence, its links with their reasons',
    description: 'A campaign that was merged into another answers 308 with the id that stays.',
  };
  typed(app).get('/api/campaigns/:id', { schema }, async ({ params }, reply) => {
    const campaign = await store.getCampaign(params.id);
    if (campaign.mergedInto === null) return toApiCampaign(campaign);
    return reply.redirect(`/api/campaigns/${encodeURIComponent(campaign.mergedInto)}`, 308);
  });
}

function addCaseRoutes(app: FastifyInstance, { pool }: ApiOptions): void {
  const listSchema = {
    querystring: schemas.caseQuery,
    response: { 200: schemas.casePage, ...failures },
    summary: 'Cases, newest first',
  };
  typed(app).get('/api/cases', { schema: listSchema }, async ({ query }) => {
    const { items, next } = await listCases(pool, { status: query.status }, pageOf(query));
    return { items: items.map(toApiCase), next: encodeCursor(next) };
  });

  const schema = {
    params: schemas.idParams,
    response: { 200: schemas.caseDetail, ...failures },
    summary: 'A case with the alerts of its subject',
  };
  typed(app).get('/api/cases/:id', { schema }, async ({ params }) => {
    const found = await findCase(pool, params.id);
    if (found === undefined) throw new AppError('not_found', 'There is no such case.');
    const isAccount = found.subjectKind === 'account';
    const filter = { [isAccount ? 'accountId' : 'campaignId']: found.subjectId };
    const alerts = await listAlerts(pool, filter, { limit: 100 });
    return { ...toApiCase(found), alerts: alerts.items.map(toApiAlert), decisions: [] };
  });
}

/** The JSON API: for a session or a key of scope `api`. */
export function addApiRoutes(app: FastifyInstance, options: ApiOptions): void {
  app.addHook('onRequest', options.access.requireCaller);
  addAlertRoutes(app, options);
  addAccountRoutes(app, options);
  addCampaignRoutes(app, options);
  addCaseRoutes(app, options);
}
