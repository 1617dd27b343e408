import { createHash, randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { isRowId } from './row-id.ts';
import { staffUserColumns, type StaffUser } from './staff-users.ts';

/** Ends a session that nobody used for a working day; the absolute end is set where it is opened. */
export const idleSeconds = 8 * 3_600;
const longestUserAgent = 256;

export interface SignedIn extends StaffUser {
  readonly staffSessionId: string;
}

export interface StaffSession {
  readonly staffSessionId: string;
  readonly createdAt: Date;
  /** To the minute. */
  readonly lastUsedAt: Date;
  /** What the browser called itself; '' when it did not say. */
  readonly userAgent: string;
}

export interface NewStaffSession {
  readonly staffUserId: string;
  readonly expiresAt: Date;
  readonly userAgent?: string;
}

const isOpen = `staff_sessions.expires_at > now()
  and staff_sessions.last_used_at > now() - interval '1 second' * ${idleSeconds}`;

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Opens a session and returns its token, of which only the hash is stored. Sessions past their end are swept along. */
export async function insertStaffSession(
  client: Pool | PoolClient,
  { staffUserId, expiresAt, userAgent = '' }: NewStaffSession,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await client.query(`delete from staff_sessions where not (${isOpen})`);
  await client.query(
    `insert into staff_sessions (token_sha256, staff_user_id, expires_at, user_agent) values ($1, $2, $3, $4)`,
    [hashToken(token), staffUserId, expiresAt, userAgent.slice(0, longestUserAgent)],
  );
  return token;
}

/** Notes the use of a session. The person's row first, as everywhere, so that no two wait for each other. */
async function noteUse(client: Pool | PoolClient, { staffUserId, staffSessionId }: SignedIn) {
  await client.query(
    `with seen as (
       update staff_users set last_seen_at = now() where staff_user_id = $1 returning staff_user_id
     )
     update staff_sessions set last_used_at = now() from seen
     where staff_sessions.staff_user_id = seen.staff_user_id and staff_session_id = $2`,
    [staffUserId, staffSessionId],
  );
}

/**
 * The person behind a token, whose use is noted once a minute; undefined when the token is unknown, past its end or
 * idle for too long, or when the person is disabled.
 */
export async function findStaffUserByToken(
  client: Pool | PoolClient,
  token: string,
): Promise<SignedIn | undefined> {
  const { rows } = await client.query<SignedIn & { isNoted: boolean }>(
    `select ${staffUserColumns}, staff_session_id::text as "staffSessionId",
       least(last_used_at, coalesce(last_seen_at, '-infinity')) > now() - interval '1 minute' as "isNoted"
     from staff_sessions join staff_users using (staff_user_id)
     where token_sha256 = $1 and disabled_at is null and ${isOpen}`,
    [hashToken(token)],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { isNoted, ...signedIn } = row;
  if (!isNoted) await noteUse(client, signedIn);
  return signedIn;
}

/** The newest first. */
export async function listStaffSessions(
  client: Pool | PoolClient,
  staffUserId: string,
): Promise<StaffSession[]> {
  const { rows } = await client.query<StaffSession>(
    `select staff_session_id::text as "staffSessionId", created_at as "createdAt",
       last_used_at as "lastUsedAt", user_agent as "userAgent"
     from staff_sessions where staff_user_id = $1 and ${isOpen} order by staff_session_id desc`,
    [staffUserId],
  );
  return rows;
}

/** Sessions that are open, by person; those without any are left out. */
export async function countStaffSessions(
  client: Pool | PoolClient,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ id: string; count: number }>(
    `select staff_user_id::text as id, count(*)::integer as count
     from staff_sessions where ${isOpen} group by staff_user_id`,
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Returns whose it was; undefined when the token is unknown. */
export async function deleteStaffSession(
  client: Pool | PoolClient,
  token: string,
): Promise<string | undefined> {
  const { rows } = await client.query<{ staffUserId: string }>(
    `delete from staff_sessions where token_sha256 = $1 returning staff_user_id::text as "staffUserId"`,
    [hashToken(token)],
  );
  return rows[0]?.staffUserId;
}

/** Ends one session of a person. False when the person has none of the id. */
export async function deleteSessionOf(
  client: Pool | PoolClient,
  { staffUserId, staffSessionId }: Pick<SignedIn, 'staffUserId' | 'staffSessionId'>,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'delete from staff_sessions where staff_user_id = $1 and staff_session_id = $2',
    [staffUserId, isRowId(staffSessionId) ? staffSessionId : null],
  );
  return rowCount === 1;
}

/** Ends all sessions of a person, or all but one. Returns how many. */
export async function deleteSessionsOf(
  client: Pool | PoolClient,
  staffUserId: string,
  keptSessionId: string | null = null,
): Promise<number> {
  const { rowCount } = await client.query(
    `delete from staff_sessions
     where staff_user_id = $1 and ($2::bigint is null or staff_session_id <> $2)`,
    [staffUserId, keptSessionId],
  );
  return rowCount ?? 0;
}
