import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Registry } from 'prom-client';

/** A registry of one process, with the runtime's own measurements in it. */
export function createMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/**
 * `GET /metrics` in the Prometheus text format, and a count of answers by route, method and status. `refresh` reads
 * what is only known when it is asked for.
 */
export function addMetricsRoute(
  app: FastifyInstance,
  registry: Registry,
  refresh?: () => Promise<void>,
): void {
  const answers = new Counter({
    name: 'stillwatch_http_answers_total',
    help: 'HTTP answers by route pattern, method and status.',
    labelNames: ['route', 'method', 'status'] as const,
    registers: [registry],
  });
  app.addHook('onResponse', (request, reply, done) => {
    // The pattern and not the URL: a label's values must be few.
    const route = request.routeOptions.url ?? 'unknown';
    answers.inc({ route, method: request.method, status: reply.statusCode });
    done();
  });
  app.get('/metrics', async (_request, reply) => {
    await refresh?.();
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
