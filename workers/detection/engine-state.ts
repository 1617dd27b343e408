import type { Profile } from './profile/profile.ts';

/** An account in memory. */
export interface HeldAccount {
  readonly accountId: string;
  readonly profile: Profile;
  /** Changed since the last drain. */
  isTouched: boolean;
  score: number;
  /** An estimate of the memory it takes, in bytes. */
  bytes: number;
}

export const assessmentTickMs = 60_000;
export const digestTickMs = 3_600_000;

/** The end of the digest tick that contains `at` (ms). */
export function digestTickEnd(at: number): number {
  return (Math.floor(at / digestTickMs) + 1) * digestTickMs;
}
