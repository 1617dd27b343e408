import type { Pool } from 'pg';
import { AppError } from '../errors.ts';
import { hashPassword, isPasswordRight } from '../storage/password-hash.ts';
import { insertStaffSession } from '../storage/staff-sessions.ts';
import { findStaffUserByEmail } from '../storage/staff-users.ts';
import { createSignInThrottle } from './sign-in-throttle.ts';

export const sessionSeconds = 12 * 3_600;

interface SignInOptions {
  readonly pool: Pool;
  readonly clock: () => number;
}

/** Opens a session and returns its token. Throws credentials_wrong or rate_limited. */
export type SignIn = (email: string, password: string) => Promise<string>;

export function createSignIn({ pool, clock }: SignInOptions): SignIn {
  const throttle = createSignInThrottle({ clock });
  // Compared for unknown addresses, so that the time of an answer does not tell which addresses exist.
  const decoy = hashPassword('no password at all');
  return async (email, password) => {
    const name = email.trim().toLowerCase();
    if (throttle.isBlocked(name)) {
      const options = { retryAfterSeconds: 300, retryable: true };
      throw new AppError('rate_limited', 'Too many attempts; try again in 5 minutes.', options);
    }
    const user = await findStaffUserByEmail(pool, name);
    const isRight = await isPasswordRight(password, user?.passwordHash ?? (await decoy));
    if (user === undefined || !isRight) {
      throttle.noteFailure(name);
      throw new AppError('credentials_wrong', 'Address or password is wrong.');
    }
    throttle.forget(name);
    const expiresAt = new Date(clock() + sessionSeconds * 1_000);
    return insertStaffSession(pool, user.staffUserId, expiresAt);
  };
}
