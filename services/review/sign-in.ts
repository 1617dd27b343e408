import type { Pool } from 'pg';
import { AppError } from '../errors.ts';
import { insertAuditEntry } from '../storage/audit-entries.ts';
import { hashPassword, isHashOutdated, isPasswordRight } from '../storage/password-hash.ts';
import { insertStaffSession } from '../storage/staff-sessions.ts';
import { lockStaffUser, updatePasswordHash } from '../storage/staff-user-rows.ts';
import {
  findStaffUserByEmail,
  foldAddress,
  type StaffUserWithHash,
} from '../storage/staff-users.ts';
import { inTransaction } from '../storage/transaction.ts';
import { auditStaffAct } from './audit-staff.ts';
import { createSignInThrottle, hashName } from './sign-in-throttle.ts';

/** Ends a session however much it is used. */
export const sessionSeconds = 12 * 3_600;

interface SignInOptions {
  readonly pool: Pool;
  readonly clock: () => number;
}

export interface SignInAttempt {
  readonly email: string;
  readonly password: string;
  /** The address that the request came from. */
  readonly ip: string;
  readonly userAgent: string;
}

/** Opens a session and returns its token. Throws credentials_wrong or rate_limited. */
export type SignIn = (attempt: SignInAttempt) => Promise<string>;

interface Proof {
  readonly user: StaffUserWithHash;
  /** For a hash that is outdated. */
  readonly freshHash: string | undefined;
  readonly userAgent: string;
  readonly expiresAt: Date;
}

/** Disabled people read the same: only who may sign in learns more. */
function wrong(): AppError {
  return new AppError('credentials_wrong', 'Address or password is wrong.');
}

/** Undefined when the person was disabled or got another password since it was compared. */
async function openSession(pool: Pool, proof: Proof): Promise<string | undefined> {
  const { user, freshHash, userAgent, expiresAt } = proof;
  const { staffUserId } = user;
  return inTransaction(pool, async (client) => {
    const held = await lockStaffUser(client, staffUserId);
    if (held?.passwordHash !== user.passwordHash || held.disabledAt !== null) return undefined;
    if (freshHash !== undefined) await updatePasswordHash(client, staffUserId, freshHash);
    const token = await insertStaffSession(client, { staffUserId, expiresAt, userAgent });
    await auditStaffAct(client, staffUserId, 'signed_in');
    return token;
  });
}

async function noteFailure(pool: Pool, address: string): Promise<void> {
  const subject = { subjectKind: 'sign_in_address', subjectId: hashName(address) };
  await insertAuditEntry(pool, { actor: 'system', action: 'sign_in_failed', ...subject });
}

export function createSignIn({ pool, clock }: SignInOptions): SignIn {
  const throttle = createSignInThrottle(pool);
  // Compared for unknown addresses, so that the time of an answer does not tell which addresses exist.
  const decoy = hashPassword('no password at all');

  const prove = async (address: string, { password, userAgent }: SignInAttempt) => {
    const user = await findStaffUserByEmail(pool, address);
    const isRight = await isPasswordRight(password, user?.passwordHash ?? (await decoy));
    if (user === undefined || !isRight) return undefined;
    const freshHash = isHashOutdated(user.passwordHash) ? await hashPassword(password) : undefined;
    return { user, freshHash, userAgent, expiresAt: new Date(clock() + sessionSeconds * 1_000) };
  };
  return async (attempt) => {
    const address = foldAddress(attempt.email);
    const who = { address, ip: attempt.ip };
    await throttle.count(who);
    const proof = await prove(address, attempt);
    const token = proof === undefined ? undefined : await openSession(pool, proof);
    if (token === undefined) {
      await noteFailure(pool, address);
      throw wrong();
    }
    await throttle.noteSuccess(who);
    return token;
  };
}
