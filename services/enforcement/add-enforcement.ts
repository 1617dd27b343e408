import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { KeyCheck } from '../http/key-check.ts';
import { addAuthzRoutes, type OnUnknown } from './authz-routes.ts';
import { createEnforcementMetrics } from './enforcement-metrics.ts';
import { addFeedRoutes } from './feed-routes.ts';
import type { FollowedDecisions } from './follow-decisions.ts';

interface Enforcement {
  readonly checkKey: KeyCheck;
  readonly decisions: FollowedDecisions;
  readonly registry: Registry;
  readonly authzOnUnknown: OnUnknown;
  readonly authzStaleAfterMs: number;
}

/** The decisions feed and the authorisation check. Follows the decisions from when the app is ready until it closes. */
export function addEnforcement(app: FastifyInstance, enforcement: Enforcement): void {
  const { checkKey, decisions, registry, authzOnUnknown, authzStaleAfterMs } = enforcement;
  const { count } = createEnforcementMetrics(registry, decisions);
  app.addHook('onReady', decisions.start);
  app.addHook('onClose', decisions.stop);
  addFeedRoutes(app, { checkKey, decisions });
  app.register((scope, _options, done) => {
    const settings = { onUnknown: authzOnUnknown, staleAfterMs: authzStaleAfterMs };
    addAuthzRoutes(scope, { checkKey, decisions, count, ...settings });
    done();
  });
}
