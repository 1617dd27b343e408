import type { FastifyInstance } from 'fastify';
import { withDeadline } from './with-deadline.ts';

/** Rejects when the thing named is not well. The caller hears the name and never the reason. */
export interface HealthCheck {
  readonly name: string;
  readonly check: () => Promise<void>;
}

interface HealthRoutes {
  /** Work is being done: a failure that lasts means that a restart is due. */
  readonly live: readonly HealthCheck[];
  /** Requests can be served now: a failure takes the process out of the balancer. */
  readonly ready: readonly HealthCheck[];
  readonly timeoutMs?: number;
}

function isWell({ check }: HealthCheck, timeoutMs: number): Promise<boolean> {
  return withDeadline(check(), timeoutMs, () => new Error('no answer in time')).then(
    () => true,
    () => false,
  );
}

async function failing(checks: readonly HealthCheck[], timeoutMs: number): Promise<string[]> {
  const verdicts = await Promise.all(checks.map((check) => isWell(check, timeoutMs)));
  return checks.filter((_, index) => verdicts[index] === false).map(({ name }) => name);
}

/** `/health/live` and `/health/ready`, GET and HEAD: 200 `{"status":"ok"}`, or 503 with the names of what fails. */
export function addHealthRoutes(
  app: FastifyInstance,
  { live, ready, timeoutMs }: HealthRoutes,
): void {
  for (const [path, checks] of [
    ['/health/live', live],
    ['/health/ready', ready],
  ] as const) {
    app.get(path, async (_request, reply) => {
      const names = await failing(checks, timeoutMs ?? 2_000);
      if (names.length === 0) return { status: 'ok' };
      const message = `Not well: ${names.join(', ')}.`;
      return reply
        .code(503)
        .send({ code: 'unhealthy', message, status: 'failing', failing: names });
    });
  }
}
