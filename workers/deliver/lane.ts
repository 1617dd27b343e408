import type { Attempted, ClaimedDelivery } from '../../services/storage/deliveries.ts';
import type { Posted } from './post-message.ts';

/** What one endpoint's lane works with. */
export interface LaneWork {
  readonly claim: (limit: number) => Promise<readonly ClaimedDelivery[]>;
  readonly post: (delivery: ClaimedDelivery) => Promise<Posted>;
  readonly settle: (attempted: readonly Attempted[]) => Promise<void>;
  /** Milliseconds until the next attempt, null for none. */
  readonly nextAttemptMs: (delivery: ClaimedDelivery, posted: Posted) => number | null;
  /** The endpoint is gone for good. */
  readonly disable: () => Promise<void>;
  readonly now: () => number;
  /** True once nothing new is to be taken. */
  readonly isClosing: () => boolean;
}

export interface Lane {
  /** Sends what is due, until nothing is, or the endpoint has to be left alone. Runs once at a time. */
  readonly run: () => Promise<void>;
  /** Whether it is left alone for now. */
  readonly isPaused: () => boolean;
}

/** Calls at an endpoint at the same time. */
const slots = 16;
/** So many failures in a row, over whatever messages, and the endpoint is asked one by one. */
const patience = 5;
const pausesMs = [5_000, 15_000, 60_000, 300_000];

/** Failures that speak of the endpoint and not of the message. */
function isOfEndpoint({ status, error }: Posted): boolean {
  return error !== null && (status === null || status === 429 || status >= 500);
}

/** How patient the lane still is with its endpoint. */
function createPatience(now: () => number) {
  let failures = 0;
  let pausedUntil = 0;
  let isGone = false;
  return {
    judge: (posted: Posted) => {
      isGone ||= posted.status === 410;
      failures = isOfEndpoint(posted) ? failures + 1 : 0;
      const step = Math.min(failures - patience, pausesMs.length - 1);
      const pause = step < 0 ? 0 : (pausesMs[step] ?? 0);
      const isAsking = posted.status === 429 || posted.status === 503;
      const asked = isAsking ? (posted.retryAfterMs ?? 0) : 0;
      pausedUntil = Math.max(pausedUntil, now() + Math.max(pause, asked));
    },
    isPaused: () => now() < pausedUntil,
    isGone: () => isGone,
    /** The operator has turned it on again. */
    comeBack: () => {
      isGone = false;
    },
    /** Calls at the same time. */
    limit: () => (failures >= patience ? 1 : slots),
  };
}

/**
 * The way to one endpoint. Slow and dead ones fill their own slots and nobody else's; when everything fails it pauses
 * and then tries one message, so that those that wait do not use up their attempts against a closed door.
 */
export function createLane(work: LaneWork): Lane {
  const { judge, isPaused, isGone, comeBack, limit } = createPatience(work.now);
  let running: Promise<void> | undefined;
  let ended: Attempted[] = [];

  async function attempt(delivery: ClaimedDelivery): Promise<void> {
    const posted = await work.post(delivery);
    judge(posted);
    const { messageId } = delivery;
    const { status, error } = posted;
    const retryMs = error === null ? null : work.nextAttemptMs(delivery, posted);
    ended.push({ messageId, status, error, retryMs });
  }

  /** Writes down what has ended until now, many at once under load. */
  async function settle(): Promise<void> {
    const attempted = ended;
    ended = [];
    if (attempted.length > 0) await work.settle(attempted);
    if (isGone()) await work.disable();
  }

  async function drain(): Promise<void> {
    comeBack();
    const underWay = new Set<Promise<void>>();
    for (;;) {
      const isClosed = isGone() || isPaused() || work.isClosing();
      const free = isClosed ? 0 : limit() - underWay.size;
      const claimed = free > 0 ? await work.claim(free) : [];
      for (const delivery of claimed) {
        const started: Promise<void> = attempt(delivery).finally(() => underWay.delete(started));
        underWay.add(started);
      }
      if (underWay.size === 0) return;
      await Promise.race(underWay);
      await settle();
    }
  }

  return { isPaused, run: () => (running ??= drain().finally(() => (running = undefined))) };
}
