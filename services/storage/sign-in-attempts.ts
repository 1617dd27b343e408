import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from './pool.ts';

export interface AttemptCount {
  /** This one included. */
  readonly attempts: number;
  /** Until the count starts anew. */
  readonly secondsLeft: number;
}

/** Of a subject in one word: 'address:ada@example.com', 'network:192.0.2.0/24'. */
function hashSubject(subject: string): Buffer {
  return createHash('sha256').update(subject).digest();
}

/**
 * Counts an attempt before it is made, so that many at once are counted like many in turn. A window begins with the
 * first attempt and its length is that of `windowSeconds`.
 */
export async function countAttempt(
  client: Pool | PoolClient,
  subject: string,
  windowSeconds: number,
): Promise<AttemptCount> {
  const { rows } = await client.query<AttemptCount>(
    `insert into sign_in_attempts as held (subject_sha256, attempts, window_ends_at)
     values ($1, 1, now() + interval '1 second' * $2)
     on conflict (subject_sha256) do update set
       attempts = case when held.window_ends_at > now() then held.attempts + 1 else 1 end,
       window_ends_at = case when held.window_ends_at > now() then held.window_ends_at else excluded.window_ends_at end
     returning attempts, ceil(extract(epoch from window_ends_at - now()))::integer as "secondsLeft"`,
    [hashSubject(subject), windowSeconds],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('insert into sign_in_attempts returned no row');
  return row;
}

/** Takes an attempt back that succeeded. Counts whose window is over are swept along. */
export async function takeAttemptBack(client: Pool | PoolClient, subject: string): Promise<void> {
  await client.query('delete from sign_in_attempts where window_ends_at < now()');
  await client.query(
    'update sign_in_attempts set attempts = greatest(attempts - 1, 0) where subject_sha256 = $1',
    [hashSubject(subject)],
  );
}

/** Starts the count of a subject anew. */
export async function forgetAttempts(client: Pool | PoolClient, subject: string): Promise<void> {
  await client.query('delete from sign_in_attempts where subject_sha256 = $1', [
    hashSubject(subject),
  ]);
}
