import type { Pool } from 'pg';
import type { HealthCheck } from '../http/health-routes.ts';

interface GatewayHealth {
  /** Milliseconds since Redis last answered. */
  readonly redisAgeMs: () => number;
  readonly pool: Pool;
}

// Short outages are for the retries of the connection; past this, a fresh process may do better than this one.
const deadAfterMs = 60_000;
const busyAfterMs = 5_000;

/** Live while the queue has answered within a minute, ready while both stores answer now. */
export function createGatewayHealth({ redisAgeMs, pool }: GatewayHealth) {
  const redisWithin = (limitMs: number): HealthCheck => ({
    name: 'redis',
    check: () => (redisAgeMs() < limitMs ? Promise.resolve() : Promise.reject(new Error('silent'))),
  });
  const postgres: HealthCheck = {
    name: 'postgres',
    check: async () => {
      await pool.query('select 1');
    },
  };
  return { live: [redisWithin(deadAfterMs)], ready: [redisWithin(busyAfterMs), postgres] };
}
