import { randomBytes } from 'node:crypto';

/** Characters that a password which somebody chose has at least. */
export const shortestPassword = 12;
export const longestPassword = 1_024;

/** 120 bits: nobody guesses it, so that it may be handed over and changed later. */
export function createPassword(): string {
  return randomBytes(15).toString('base64url');
}
