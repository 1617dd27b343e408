import type { PoolClient } from 'pg';
import { isRowId } from './row-id.ts';
import { staffUserWithHashColumns, type StaffRole, type StaffUserWithHash } from './staff-users.ts';

/*
 * Changes of one row, made under its lock. Whoever changes people locks staff_users first, by id, then writes
 * sessions, then the audit trail, so that no two wait for each other.
 */

export interface LockedStaff {
  /** Undefined when there is none of the id. */
  readonly user: StaffUserWithHash | undefined;
  /** How many admins may sign in; it stays so while the lock is held, or grows. */
  readonly activeAdmins: number;
}

/** Holds the person, and every admin beside, until the transaction ends: two admins cannot remove each other at once. */
export async function lockStaff(client: PoolClient, staffUserId: string): Promise<LockedStaff> {
  const { rows } = await client.query<StaffUserWithHash>(
    `select ${staffUserWithHashColumns} from staff_users
     where staff_user_id = $1 or (role = 'admin' and disabled_at is null)
     order by staff_user_id for no key update`,
    [isRowId(staffUserId) ? staffUserId : null],
  );
  return {
    user: rows.find((row) => row.staffUserId === staffUserId),
    activeAdmins: rows.filter(({ role, disabledAt }) => role === 'admin' && disabledAt === null)
      .length,
  };
}

/** Holds one person until the transaction ends. */
export async function lockStaffUser(
  client: PoolClient,
  staffUserId: string,
): Promise<StaffUserWithHash | undefined> {
  const { rows } = await client.query<StaffUserWithHash>(
    `select ${staffUserWithHashColumns} from staff_users
     where staff_user_id = $1 for no key update`,
    [staffUserId],
  );
  return rows[0];
}

export async function updateRole(
  client: PoolClient,
  staffUserId: string,
  role: StaffRole,
): Promise<void> {
  await client.query('update staff_users set role = $2 where staff_user_id = $1', [
    staffUserId,
    role,
  ]);
}

/** Returns the time of it; null for who may sign in again. */
export async function updateDisabled(
  client: PoolClient,
  staffUserId: string,
  isDisabled: boolean,
): Promise<Date | null> {
  const { rows } = await client.query<{ disabledAt: Date | null }>(
    `update staff_users set disabled_at = case when $2 then now() end where staff_user_id = $1
     returning disabled_at as "disabledAt"`,
    [staffUserId, isDisabled],
  );
  return rows[0]?.disabledAt ?? null;
}

export async function updatePasswordHash(
  client: PoolClient,
  staffUserId: string,
  passwordHash: string,
): Promise<void> {
  await client.query('update staff_users set password_hash = $2 where staff_user_id = $1', [
    staffUserId,
    passwordHash,
  ]);
}
