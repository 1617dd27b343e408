import type { FastifyInstance } from 'fastify';

/** Throws when the thing named is not well. What it throws goes to the log, never to the caller. */
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

function rejectAfter(ms: number): {
  readonly promise: Promise<never>;
  readonly cancel: () => void;
} {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error('no answer in time'));
  }, ms);
  return {
    promise,
    cancel: () => {
      clearTimeout(timer);
    },
  };
}

async function isWell({ check }: HealthCheck, timeoutMs: number): Promise<boolean> {
  const timeout = rejectAfter(timeoutMs);
  return Promise.race([check(), timeout.promise])
    .then(() => true)
    .catch(() => false)
    .finally(timeout.cancel);
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
