import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { createHttpServer } from '../http/create-http-server.ts';
import { addHealthRoutes } from '../http/health-routes.ts';
import { createKeyCheck } from '../http/key-check.ts';
import type { Logger } from '../logger.ts';
import type { Redis } from '../queue/redis-connection.ts';
import { findApiKeyByHash } from '../storage/api-keys.ts';
import { showErrorsAsPages } from './error-pages.ts';
import { addOpenApi } from './open-api.ts';
import type { DetectorTexts } from './pages/show-reasons.ts';
import { refuseNul } from './refuse-nul.ts';
import { createRender } from './render.ts';
import { createReviewStore } from './review-store.ts';
import { addApiRoutes } from './routes/api-routes.ts';
import { addAllowListApi, addAllowListPages } from './routes/allow-list-routes.ts';
import { addAppealApi } from './routes/appeal-api.ts';
import { addAppealPages } from './routes/appeal-pages.ts';
import { addAssetRoutes } from './routes/asset-routes.ts';
import { addAuditApi } from './routes/audit-api.ts';
import { addBulkApi } from './routes/bulk-api.ts';
import { addBulkPages } from './routes/bulk-pages.ts';
import { addCampaignPages } from './routes/campaign-pages.ts';
import { addCaseApi } from './routes/case-api.ts';
import { addCasePages } from './routes/case-pages.ts';
import { addDecisionApi } from './routes/decision-api.ts';
import { addDetectorApi, addDetectorPages } from './routes/detector-routes.ts';
import { addDocsRoutes } from './routes/docs-routes.ts';
import { addEndpointApi } from './routes/endpoint-api.ts';
import { addEndpointPages } from './routes/endpoint-pages.ts';
import { addKeyApi } from './routes/key-api.ts';
import { addMeApi } from './routes/me-api.ts';
import { addMePages } from './routes/me-pages.ts';
import { addPageRoutes } from './routes/page-routes.ts';
import { addPeopleApi } from './routes/people-api.ts';
import { addPeoplePages } from './routes/people-pages.ts';
import { addQueuePages } from './routes/queue-pages.ts';
import { addRecordPages } from './routes/record-pages.ts';
import { addSearchApi, addSearchPage } from './routes/search-routes.ts';
import { addSessionRoutes } from './routes/session-routes.ts';
import { addShadowApi, addShadowPage } from './routes/shadow-routes.ts';
import { addSecureHeaders } from './secure-headers.ts';
import { createSignIn } from './sign-in.ts';
import { addGuarded, createStaffAccess, refuseForeignForms } from './staff-access.ts';

interface ReviewOptions {
  readonly log: Logger;
  readonly pool: Pool;
  readonly redis: Redis;
  readonly partitions: number;
  readonly detectorTexts: DetectorTexts;
  readonly clock: () => number;
  /** What the keys that sign webhooks are derived from; without it there are no endpoints. */
  readonly webhookKey?: Buffer | undefined;
  /** Addresses and networks whose `x-forwarded-*` headers are believed; nobody's by default. */
  readonly trustedProxies?: readonly string[];
}

type Shared = Parameters<typeof addPageRoutes>[1] &
  Parameters<typeof addCasePages>[1] &
  Parameters<typeof addEndpointApi>[1];

function addStaffApi(scope: FastifyInstance, shared: Shared): void {
  addApiRoutes(scope, shared);
  addCaseApi(scope, shared);
  addBulkApi(scope, shared);
  addDecisionApi(scope, shared);
  addAppealApi(scope, shared);
  addAllowListApi(scope, shared);
  addAuditApi(scope, shared);
  addSearchApi(scope, shared);
  addDetectorApi(scope, shared);
  addShadowApi(scope, shared);
  addPeopleApi(scope, shared);
  addKeyApi(scope, shared);
  addEndpointApi(scope, shared);
  addMeApi(scope, shared);
}

function addConsole(scope: FastifyInstance, shared: Shared): void {
  addPageRoutes(scope, shared);
  addCampaignPages(scope, shared);
  addQueuePages(scope, shared);
  addBulkPages(scope, shared);
  addCasePages(scope, shared);
  addRecordPages(scope, shared);
  addAppealPages(scope, shared);
  addAllowListPages(scope, shared);
  addSearchPage(scope, shared);
  addDetectorPages(scope, shared);
  addShadowPage(scope, shared);
  addEndpointPages(scope, shared);
  addPeoplePages(scope, shared);
  addMePages(scope, shared);
}

/** The staff-facing app. It opens and closes nothing of what it is given. */
export async function createReview(options: ReviewOptions): Promise<FastifyInstance> {
  const { log, pool, clock, trustedProxies = [] } = options;
  const app = createHttpServer({ log, trustedProxies });
  const render = createRender();
  const checkKey = createKeyCheck({ clock, findKey: (hash) => findApiKeyByHash(pool, hash) });
  const access = createStaffAccess({ pool, checkKey });
  const shared = { ...options, render, store: createReviewStore(options) };

  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  addSecureHeaders(app);
  showErrorsAsPages(app, render);
  await app.register(cookie);
  await app.register(formbody);
  await addOpenApi(app);
  app.addHook('preValidation', (request, _reply, done) => {
    refuseForeignForms(request);
    refuseNul(request);
    done();
  });

  app.decorateRequest('caller', null);
  app.decorateRequest('signedIn', null);
  await addGuarded(app, access.requireCaller, (scope) => {
    addStaffApi(scope, shared);
  });
  await addGuarded(app, access.requireUser, (scope) => {
    addConsole(scope, shared);
  });
  addSessionRoutes(app, { ...shared, signIn: createSignIn(options) });
  addDocsRoutes(app, render);
  addAssetRoutes(app);
  const postgres = {
    name: 'postgres',
    check: async () => {
      await pool.query('select 1');
    },
  };
  addHealthRoutes(app, { live: [], ready: [postgres] });
  return app;
}
