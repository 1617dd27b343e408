import { AppError } from '../errors.ts';
import { insertAuditEntry } from './audit-entries.ts';
import { hashPassword } from './password-hash.ts';
import type { Pool, PoolClient } from './pool.ts';
import { deleteSessionsOf } from './staff-sessions.ts';
import { lockStaff, updateDisabled, updatePasswordHash, updateRole } from './staff-user-rows.ts';
import {
  insertStaffUser,
  type NewStaffUser,
  type StaffRole,
  type StaffUser,
  type StaffUserWithHash,
} from './staff-users.ts';
import { inTransaction } from './transaction.ts';

/** Who changes whom. The actor is 'staff:ID', or 'system' for the command line. */
export interface StaffChange {
  readonly actor: string;
  readonly staffUserId: string;
}

interface StaffAct extends StaffChange {
  readonly action: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** People are named by their number: the trail outlives an address that has to be erased. */
async function audit(client: PoolClient, { actor, staffUserId, action, detail = {} }: StaffAct) {
  const subject = { subjectKind: 'staff_user', subjectId: `staff:${staffUserId}` };
  await insertAuditEntry(client, { actor, action, ...subject, detail });
}

/** Throws email_taken. */
export async function addStaffUser(
  pool: Pool,
  actor: string,
  given: NewStaffUser,
): Promise<StaffUser> {
  return inTransaction(pool, async (client) => {
    const user = await insertStaffUser(client, given);
    if (user === undefined)
      throw new AppError('email_taken', `There is a user ${given.email} already.`);
    const { staffUserId, role } = user;
    await audit(client, { actor, staffUserId, action: 'staff_user_added', detail: { role } });
    return user;
  });
}

/** Throws not_found. */
async function getLocked(client: PoolClient, { staffUserId }: StaffChange) {
  const { user, activeAdmins } = await lockStaff(client, staffUserId);
  if (user === undefined) throw new AppError('not_found', 'There is no such user.');
  return { user, activeAdmins };
}

/** Whoever takes the last admin away locks everybody out; whoever takes their own role away does it by mistake. */
function requireAnotherAdmin(user: StaffUser, actor: string, activeAdmins: number): void {
  if (user.role !== 'admin' || user.disabledAt !== null) return;
  if (actor === `staff:${user.staffUserId}`) {
    const message = 'Nobody takes their own admin role or access away; ask another admin.';
    throw new AppError('own_role_forbidden', message);
  }
  if (activeAdmins > 1) return;
  throw new AppError('last_admin_needed', 'This is the last admin; make somebody else one first.');
}

function withoutHash({ passwordHash: _, ...user }: StaffUserWithHash): StaffUser {
  return user;
}

/** Takes hold at the person's next request. Throws not_found, own_role_forbidden, last_admin_needed. */
export async function changeRole(
  pool: Pool,
  change: StaffChange,
  role: StaffRole,
): Promise<StaffUser> {
  return inTransaction(pool, async (client) => {
    const { user, activeAdmins } = await getLocked(client, change);
    if (user.role === role) return withoutHash(user);
    requireAnotherAdmin(user, change.actor, activeAdmins);
    await updateRole(client, user.staffUserId, role);
    const detail = { from: user.role, to: role };
    await audit(client, { ...change, action: 'staff_role_changed', detail });
    return { ...withoutHash(user), role };
  });
}

/** Ends the person's sessions too. Throws not_found, own_role_forbidden, last_admin_needed. */
export async function disableStaffUser(pool: Pool, change: StaffChange): Promise<StaffUser> {
  return inTransaction(pool, async (client) => {
    const { user, activeAdmins } = await getLocked(client, change);
    if (user.disabledAt !== null) return withoutHash(user);
    requireAnotherAdmin(user, change.actor, activeAdmins);
    const disabledAt = await updateDisabled(client, user.staffUserId, true);
    await deleteSessionsOf(client, user.staffUserId);
    await audit(client, { ...change, action: 'staff_user_disabled' });
    return { ...withoutHash(user), disabledAt };
  });
}

/** Lets a disabled person sign in again, with the password of before. Throws not_found. */
export async function enableStaffUser(pool: Pool, change: StaffChange): Promise<StaffUser> {
  return inTransaction(pool, async (client) => {
    const { user } = await getLocked(client, change);
    if (user.disabledAt === null) return withoutHash(user);
    await updateDisabled(client, user.staffUserId, false);
    await audit(client, { ...change, action: 'staff_user_enabled' });
    return { ...withoutHash(user), disabledAt: null };
  });
}

/** Ends the person's sessions too: whoever knew the old password is out. Throws not_found. */
export async function resetPassword(
  pool: Pool,
  change: StaffChange,
  password: string,
): Promise<StaffUser> {
  const passwordHash = await hashPassword(password);
  return inTransaction(pool, async (client) => {
    const { user } = await getLocked(client, change);
    await updatePasswordHash(client, user.staffUserId, passwordHash);
    await deleteSessionsOf(client, user.staffUserId);
    await audit(client, { ...change, action: 'staff_password_reset' });
    return withoutHash(user);
  });
}
