import type {
  Correlator,
  CorrelatorEffects,
} from '../../../workers/detection/campaigns/correlator.ts';
import type { AccountDigest } from '../../../workers/detection/engine.ts';

interface CorrelationFeedOptions {
  readonly correlator: Correlator;
  readonly shards: number;
  readonly onClosed: (tickAt: number, effects: CorrelatorEffects) => void;
}

/** Gives the correlator digests by tick, then account, and closes a tick once every shard has passed it. */
export interface CorrelationFeed {
  /** Digests of one shard, complete up to `watermarkAt` (ms). */
  add(shard: number, digests: readonly AccountDigest[], watermarkAt: number): void;
  /** Closes every tick that holds digests: nothing more will come. */
  end(): void;
}

const byAccount = (left: AccountDigest, right: AccountDigest) =>
  left.accountId < right.accountId ? -1 : left.accountId > right.accountId ? 1 : 0;

export function createCorrelationFeed(options: CorrelationFeedOptions): CorrelationFeed {
  const { correlator, onClosed } = options;
  const waiting = new Map<number, AccountDigest[]>();
  const watermarks = new Float64Array(options.shards);

  const close = (tickAt: number, digests: AccountDigest[]) => {
    for (const digest of digests.sort(byAccount)) correlator.applyDigest(digest);
    waiting.delete(tickAt);
    onClosed(tickAt, correlator.closeTick(tickAt));
  };
  const closeUpTo = (limit: number) => {
    const ready = [...waiting].filter(([tickAt]) => tickAt <= limit);
    for (const [tickAt, digests] of ready.sort(([left], [right]) => left - right)) {
      close(tickAt, digests);
    }
  };
  return {
    add: (shard, digests, watermarkAt) => {
      for (const digest of digests) {
        const others = waiting.get(digest.tickAt);
        if (others === undefined) waiting.set(digest.tickAt, [digest]);
        else others.push(digest);
      }
      watermarks[shard] = watermarkAt;
      closeUpTo(Math.min(...watermarks));
    },
    end: () => {
      closeUpTo(Infinity);
    },
  };
}
