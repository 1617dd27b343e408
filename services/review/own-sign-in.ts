import type { Pool } from 'pg';
import { AppError } from '../errors.ts';
import { hashPassword, isPasswordRight } from '../storage/password-hash.ts';
import {
  deleteSessionOf,
  deleteSessionsOf,
  deleteStaffSession,
  type SignedIn,
} from '../storage/staff-sessions.ts';
import { lockStaffUser, updatePasswordHash } from '../storage/staff-user-rows.ts';
import { findStaffUserByEmail } from '../storage/staff-users.ts';
import { inTransaction } from '../storage/transaction.ts';
import { auditStaffAct } from './audit-staff.ts';
import { createSignInThrottle } from './sign-in-throttle.ts';

export interface PasswordChange {
  readonly oldPassword: string;
  readonly newPassword: string;
  /** The address that the request came from. */
  readonly ip: string;
}

/** Ends the session of a token; an unknown one has ended already. */
export async function signOut(pool: Pool, token: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    const staffUserId = await deleteStaffSession(client, token);
    if (staffUserId !== undefined) await auditStaffAct(client, staffUserId, 'signed_out');
  });
}

/** Ends every session of a person, the one that asks included. */
export async function signOutEverywhere(pool: Pool, { staffUserId }: SignedIn): Promise<void> {
  await inTransaction(pool, async (client) => {
    await lockStaffUser(client, staffUserId);
    await deleteSessionsOf(client, staffUserId);
    await auditStaffAct(client, staffUserId, 'signed_out_everywhere');
  });
}

/** Ends one session of the person's own. Throws not_found. */
export async function endOwnSession(pool: Pool, user: SignedIn, sessionId: string): Promise<void> {
  const { staffUserId } = user;
  await inTransaction(pool, async (client) => {
    const isEnded = await deleteSessionOf(client, { staffUserId, staffSessionId: sessionId });
    if (!isEnded) throw new AppError('not_found', 'You have no such session, or it has ended.');
    await auditStaffAct(client, staffUserId, 'session_ended');
  });
}

function wrong(): AppError {
  return new AppError('credentials_wrong', 'The present password is wrong.');
}

/**
 * Changes a person's own password and ends their other sessions. Whoever holds a stolen session tries the old password
 * under the same count as a sign-in. Throws credentials_wrong, rate_limited.
 */
export async function changeOwnPassword(
  pool: Pool,
  { staffUserId, staffSessionId, email }: SignedIn,
  { oldPassword, newPassword, ip }: PasswordChange,
): Promise<void> {
  const throttle = createSignInThrottle(pool);
  const who = { address: email, ip };
  await throttle.count(who);
  const known = await findStaffUserByEmail(pool, email);
  if (known === undefined || !(await isPasswordRight(oldPassword, known.passwordHash))) {
    await auditStaffAct(pool, staffUserId, 'password_change_failed');
    throw wrong();
  }
  const freshHash = await hashPassword(newPassword);
  await inTransaction(pool, async (client) => {
    const held = await lockStaffUser(client, staffUserId);
    if (held?.passwordHash !== known.passwordHash) throw wrong();
    await updatePasswordHash(client, staffUserId, freshHash);
    await deleteSessionsOf(client, staffUserId, staffSessionId);
    await auditStaffAct(client, staffUserId, 'password_changed');
  });
  await throttle.noteSuccess(who);
}
