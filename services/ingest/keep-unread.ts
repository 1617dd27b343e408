import { withDeadline } from '../http/with-deadline.ts';
import { openQuarantine } from '../queue/quarantine.ts';
import type { Redis } from '../queue/redis-connection.ts';
import { queueUnavailable } from './queue-unavailable.ts';
import type { Unread } from './unread.ts';

/** Keeps what of a source could not be read, and counts it. Throws store_unavailable. */
export type KeepUnread = (source: string, unread: Unread) => Promise<void>;

interface KeepUnreadOptions {
  readonly redis: Redis;
  readonly count: (source: string, records: number, isKept: boolean) => void;
  /** How long Redis may take before the caller hears 503. */
  readonly deadlineMs?: number;
}

export function createKeepUnread(options: KeepUnreadOptions): KeepUnread {
  const { redis, count, deadlineMs = 5_000 } = options;
  return async (source, unread) => {
    if (unread.records.length === 0) return;
    const kept = openQuarantine(redis, source)
      .keep(unread)
      .catch((cause: unknown) => {
        throw queueUnavailable(cause);
      });
    const isKept = await withDeadline(kept, deadlineMs, queueUnavailable);
    count(source, unread.records.length, isKept);
  };
}
