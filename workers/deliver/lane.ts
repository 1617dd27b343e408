import type { Attempted, ClaimedDelivery } from '../../services/storage/deliveries.ts';
import { createPatience } from './patience.ts';
import type { Posted } from './call-once.ts';

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
  /** Sends what is due, until nothing is, or the endpoint has to be left alone. One that runs already looks again. */
  readonly run: () => Promise<void>;
  /** Whether it is left alone for now. */
  readonly isPaused: () => boolean;
}

function outcomeOf(work: LaneWork, delivery: ClaimedDelivery, posted: Posted): Attempted {
  const { status, error, isRefused = false } = posted;
  const retryMs = error === null || isRefused ? null : work.nextAttemptMs(delivery, posted);
  return { messageId: delivery.messageId, status, error, isRefused, retryMs };
}

/**
 * The way to one endpoint. Slow and dead ones fill their own slots and nobody else's; when everything fails it pauses
 * and then tries one message, so that those that wait do not use up their attempts against a closed door.
 */
export function createLane(work: LaneWork): Lane {
  const { judge, isPaused, isGone, comeBack, limit } = createPatience(work.now);
  let running: Promise<void> | undefined;
  const ended: Attempted[] = [];
  let woken = Promise.withResolvers<undefined>();

  async function attempt(delivery: ClaimedDelivery): Promise<void> {
    const posted = await work.post(delivery);
    judge(posted);
    ended.push(outcomeOf(work, delivery, posted));
  }

  /** Writes down what has ended until now, many at once under load. */
  async function settle(): Promise<void> {
    const attempted = ended.splice(0);
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
      if (underWay.size > 0) await Promise.race([...underWay, woken.promise]);
      woken = Promise.withResolvers();
      // Also what ended while others were claimed.
      await settle();
      // What ended while the others were written down is left for another turn.
      if (claimed.length + underWay.size + ended.length === 0) return;
    }
  }

  return {
    isPaused,
    run: () => {
      // One that waits for slow answers has slots to fill.
      woken.resolve(undefined);
      return (running ??= drain().finally(() => (running = undefined)));
    },
  };
}
