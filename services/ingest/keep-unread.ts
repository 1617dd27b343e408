import { withDeadline } from '../http/with-deadline.ts';
import { openQuarantine } from '../queue/quarantine.ts';
import type { Redis } from '../queue/redis-connection.ts';
import { queueUnavailable } from './queue-unavailable.ts';
import type { Unread } from './unread.ts';

/** Keeps what of a source could not be read; false when there was no room. Throws store_unavailable. */
export type KeepUnread = (source: string, unread: Unread) => Promise<boolean>;

interface KeepUnreadOptions {
  readonly redis: Redis;
  /** How long Redis may take before the caller hears 503. */
  readonly deadlineMs?: number;
}

export function createKeepUnread({ redis, deadlineMs = 5_000 }: KeepUnreadOptions): KeepUnread {
  return (source, unread) => {
    const kept = openQuarantine(redis, source)
      .keep(unread)
      .catch((cause: unknown) => {
        throw queueUnavailable(cause);
      });
    return withDeadline(kept, deadlineMs, queueUnavailable);
  };
}
