import type { Pool, PoolClient } from 'pg';
import { hashPassword } from './password-hash.ts';

export const staffRoles = ['reviewer', 'lead', 'admin', 'auditor'] as const;
export type StaffRole = (typeof staffRoles)[number];

export interface StaffUser {
  readonly staffUserId: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly createdAt: Date;
  /** null for who may sign in. */
  readonly disabledAt: Date | null;
}

export interface ListedStaffUser extends StaffUser {
  /** To the minute; null for who never signed in. */
  readonly lastSeenAt: Date | null;
}

export interface StaffUserWithHash extends StaffUser {
  readonly passwordHash: string;
}

export interface NewStaffUser {
  readonly email: string;
  /** In clear; only its hash is stored. */
  readonly password: string;
  readonly role: StaffRole;
}

/** Of a StaffUser, in a query in which no other table has columns of these names. */
export const staffUserColumns = `staff_user_id::text as "staffUserId", email, role,
  staff_users.created_at as "createdAt", disabled_at as "disabledAt"`;

/** The same of a StaffUserWithHash. */
export const staffUserWithHashColumns = `${staffUserColumns}, password_hash as "passwordHash"`;

/** Addresses differ in case only by accident. */
export function foldAddress(email: string): string {
  return email.trim().toLowerCase();
}

/** Undefined when the address is taken; the stored row, its password included, then stays as it is. */
export async function insertStaffUser(
  client: Pool | PoolClient,
  { email, password, role }: NewStaffUser,
): Promise<StaffUser | undefined> {
  const { rows } = await client.query<StaffUser>(
    `insert into staff_users (email, password_hash, role) values ($1, $2, $3)
     on conflict (email) do nothing returning ${staffUserColumns}`,
    [foldAddress(email), await hashPassword(password), role],
  );
  return rows[0];
}

export async function findStaffUserByEmail(
  client: Pool | PoolClient,
  email: string,
): Promise<StaffUserWithHash | undefined> {
  const { rows } = await client.query<StaffUserWithHash>(
    `select ${staffUserWithHashColumns} from staff_users where email = $1`,
    [foldAddress(email)],
  );
  return rows[0];
}

/** The person behind 'staff:ID', unless disabled. */
export async function findStaffUserByActor(
  client: Pool | PoolClient,
  actor: string,
): Promise<StaffUser | undefined> {
  const { rows } = await client.query<StaffUser>(
    `select ${staffUserColumns} from staff_users
     where 'staff:' || staff_user_id = $1 and disabled_at is null`,
    [actor],
  );
  return rows[0];
}

/** Disabled ones included. */
export async function listStaffUsers(client: Pool | PoolClient): Promise<ListedStaffUser[]> {
  const { rows } = await client.query<ListedStaffUser>(
    `select ${staffUserColumns}, last_seen_at as "lastSeenAt" from staff_users order by email`,
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
    [foldAddress(email), await hashPassword(password)],
  );
  return rowCount === 1;
}
