import type { Profile } from '../profile/profile.ts';

/** Requests within the window whose content was neither redacted nor absent. */
export function readableOf({ requests, outOfWindow, unreadable }: Profile['counters']): number {
  return requests - outOfWindow - unreadable;
}
