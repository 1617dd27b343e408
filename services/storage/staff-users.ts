import type { Pool, PoolClient } from 'pg';
import { hashPassword } from './password-hash.ts';

export const staffRoles = ['reviewer', 'lead', 'admin', 'auditor'] as const;
export type StaffRole = (typeof staffRoles)[number];

export interface StaffUser {
  readonly staffUserId: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly createdAt: Date;
}

interface NewStaffUser {
  readonly email: string;
  /** In clear; only its hash is stored. */
  readonly password: string;
  readonly role: StaffRole;
}

const columns = `staff_user_id::text as "staffUserId", email, role, created_at as "createdAt"`;

/** Addresses differ in case only by accident. */
function fold(email: string): string {
  return email.trim().toLowerCase();
}

/** Undefined when the address is taken; the stored row, its password included, then stays as it is. */
export async function insertStaffUser(
  client: Pool | PoolClient,
  { email, password, role }: NewStaffUser,
): Promise<StaffUser | undefined> {
  const { rows } = await client.query<StaffUser>(
    `insert into staff_users (email, password_hash, role) values ($1, $2, $3)
     on conflict (email) do nothing returning ${columns}`,
    [fold(email), await hashPassword(password), role],
  );
  return rows[0];
}

export async function findStaffUserByEmail(
  client: Pool | PoolClient,
  email: string,
): Promise<(StaffUser & { readonly passwordHash: string }) | undefined> {
  const { rows } = await client.query<StaffUser & { passwordHash: string }>(
    `select ${columns}, password_hash as "passwordHash" from staff_users where email = $1`,
    [fold(email)],
  );
  return rows[0];
}

/** The person behind 'staff:ID'. */
export async function findStaffUserByActor(
  client: Pool | PoolClient,
  actor: string,
): Promise<StaffUser | undefined> {
  const { rows } = await client.query<StaffUser>(
    `select ${columns} from staff_users where 'staff:' || staff_user_id = $1`,
    [actor],
  );
  return rows[0];
}

export async function listStaffUsers(client: Pool | PoolClient): Promise<StaffUser[]> {
  const { rows } = await client.query<StaffUser>(
    `select ${columns} from staff_users order by email`,
  );
  return rows;
}

/** Ends the person's sessions too: whoever knew the old password is out. False when the address is unknown. */
export async function updateStaffPassword(
  client: Pool | PoolClient,
  email: string,
  password: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `with changed as (
       update staff_users set password_hash = $2 where email = $1 returning staff_user_id
     ), ended as (
       delete from staff_sessions using changed
       where staff_sessions.staff_user_id = changed.staff_user_id
     )
     select staff_user_id from changed`,
    [fold(email), await hashPassword(password)],
  );
  return rowCount === 1;
}
