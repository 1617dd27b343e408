import pg from 'pg';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from '../logger.ts';

export type { Pool, PoolClient };

interface PoolOptions {
  readonly log?: Logger;
  /** At most so many connections. */
  readonly max?: number;
  /**
   * After so many ms the server ends a transaction whose client has gone silent: a stopped process must not hold
   * the rows that its successor needs.
   */
  readonly idleInTransactionMs?: number;
}

/** A pool of connections, opened on first use. A broken idle connection is logged and replaced. */
export function createPool(databaseUrl: string, options: PoolOptions = {}): Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.max ?? 10,
    connectionTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: options.idleInTransactionMs ?? 10_000,
  });
  pool.on('error', (err) => options.log?.warn({ err }, 'a database connection broke'));
  return pool;
}
