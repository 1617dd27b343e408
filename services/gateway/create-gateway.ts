import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { addEnforcement } from '../enforcement/add-enforcement.ts';
import type { OnUnknown } from '../enforcement/authz-routes.ts';
import { followDecisions } from '../enforcement/follow-decisions.ts';
import { createHttpServer } from '../http/create-http-server.ts';
import { addHealthRoutes } from '../http/health-routes.ts';
import { createKeyCheck } from '../http/key-check.ts';
import { addMetricsRoute, createMetrics } from '../http/metrics-route.ts';
import { startRedisHeartbeat } from '../http/redis-heartbeat.ts';
import { createAdmission } from '../ingest/admission.ts';
import { createIntake } from '../ingest/create-intake.ts';
import { createGroupCommit } from '../ingest/group-commit.ts';
import { createIngestMetrics } from '../ingest/ingest-metrics.ts';
import type { IdentityMappings } from '../ingest/identity-mappings.ts';
import { addIngestRoutes, type IngestRoutes } from '../ingest/ingest-routes.ts';
import { addOtlpRoutes } from '../ingest/otlp/otlp-routes.ts';
import { createKeepUnread } from '../ingest/keep-unread.ts';
import { createSourceMetrics } from '../ingest/source-metrics.ts';
import { addSourceRoutes } from '../ingest/source-routes.ts';
import type { Logger } from '../logger.ts';
import type { BatchWriter } from '../queue/batch-writer.ts';
import { createQueueDepth } from '../queue/queue-depth.ts';
import { pingAll, type Redis } from '../queue/redis-connection.ts';
import { findApiKeyByHash } from '../storage/api-keys.ts';
import { boundGarbage } from './bound-garbage.ts';
import { createGatewayHealth } from './gateway-health.ts';
import { createInstanceMetrics } from './instance-metrics.ts';

interface GatewayOptions {
  readonly log: Logger;
  readonly pool: Pool;
  readonly redis: Redis;
  readonly writer: BatchWriter;
  readonly partitions: number;
  readonly batchBytes: number;
  readonly batchDelayMs: number;
  readonly queueDepthLimit: number;
  readonly authzOnUnknown: OnUnknown;
  readonly authzStaleAfterMs: number;
  readonly identityMappings: IdentityMappings;
  readonly clock: () => number;
}

/** The gateway-facing app. It opens and closes nothing of what it is given. */
export function createGateway(options: GatewayOptions): FastifyInstance {
  const { log, pool, redis, writer, clock } = options;
  const app = createHttpServer({ log });
  const registry = createMetrics();
  const metrics = createIngestMetrics(registry);
  const sourceMetrics = createSourceMetrics(registry);
  const heartbeat = startRedisHeartbeat(() => pingAll(redis), clock);
  app.addHook('onClose', heartbeat.stop);

  const groupCommit = createGroupCommit({
    ...options,
    append: async (partition, buffer, records) => {
      const done = metrics.startAppend(buffer.length, records);
      await writer.append(partition, buffer);
      done();
    },
  });
  addMetricsRoute(app, registry, createInstanceMetrics(registry, options));
  addHealthRoutes(app, createGatewayHealth({ redisAgeMs: heartbeat.ageMs, pool }));
  const checkKey = createKeyCheck({ clock, findKey: (hash) => findApiKeyByHash(pool, hash) });
  const decisions = followDecisions({ pool, log });
  addEnforcement(app, { ...options, checkKey, decisions, registry });
  boundGarbage(app, () => decisions.set()?.size() ?? 0);
  const routes: IngestRoutes = {
    checkKey,
    admit: createAdmission({ ...options, queueDepth: createQueueDepth(options) }),
    intake: createIntake({ ...options, groupCommit }),
    metrics,
  };
  const keepUnread = createKeepUnread({ redis, count: sourceMetrics.countUnread });
  app.register((scope, _options, done) => {
    addIngestRoutes(scope, routes);
    addSourceRoutes(scope, { ...options, ...routes, sourceMetrics, keepUnread });
    done();
  });
  app.register((scope, _options, done) => {
    addOtlpRoutes(scope, { ...options, ...routes, keepUnread });
    done();
  });
  return app;
}
