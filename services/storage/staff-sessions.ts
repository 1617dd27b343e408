import { createHash, randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { StaffUser } from './staff-users.ts';

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Opens a session and returns its token, of which only the hash is stored. Sessions past their end are swept along. */
export async function insertStaffSession(
  client: Pool | PoolClient,
  staffUserId: string,
  expiresAt: Date,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await client.query('delete from staff_sessions where expires_at < now()');
  await client.query(
    'insert into staff_sessions (token_sha256, staff_user_id, expires_at) values ($1, $2, $3)',
    [hashToken(token), staffUserId, expiresAt],
  );
  return token;
}

/** The person behind a token; undefined when it is unknown or past its end. */
export async function findStaffUserByToken(
  client: Pool | PoolClient,
  token: string,
): Promise<StaffUser | undefined> {
  const { rows } = await client.query<StaffUser>(
    `select u.staff_user_id::text as "staffUserId", u.email, u.role, u.created_at as "createdAt"
     from staff_sessions s join staff_users u using (staff_user_id)
     where s.token_sha256 = $1 and s.expires_at > now()`,
    [hashToken(token)],
  );
  return rows[0];
}

export async function deleteStaffSession(client: Pool | PoolClient, token: string): Promise<void> {
  await client.query('delete from staff_sessions where token_sha256 = $1', [hashToken(token)]);
}
