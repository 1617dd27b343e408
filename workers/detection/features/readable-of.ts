import type { Content } from '../profile/content.ts';

/** Requests within the window whose content was neither redacted nor absent. */
export function readableOf({ requests, outOfWindow, unreadable }: Content['counters']): number {
  return requests - outOfWindow - unreadable;
}
