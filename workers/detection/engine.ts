import type { AccountRecord } from '../../services/contracts/account.ts';
import type { Finding } from '../../services/contracts/finding.ts';
import type { ShadowFinding } from '../../services/contracts/shadow-finding.ts';
import type { UsageEvent } from '../../services/contracts/usage-event.ts';

/** What the correlate side needs of one account, as it stood at the end of `tickAt` (ms, a multiple of the digest tick). */
export interface AccountDigest {
  readonly accountId: string;
  readonly tickAt: number;
  readonly bytes: Uint8Array;
}

/** What applying events has changed since the last `drain`. All of it is keyed, so that storing it twice is harmless. */
export interface EngineEffects {
  readonly findings: readonly Finding[];
  /** What challengers would have done. One may come again after its account was loaded anew: the first counts. */
  readonly shadow: readonly ShadowFinding[];
  readonly digests: readonly AccountDigest[];
  /** Encoded profiles of every account touched since the last drain. */
  readonly profiles: readonly (readonly [accountId: string, bytes: Uint8Array])[];
  /** Account records applied since the last drain. */
  readonly accounts: readonly AccountRecord[];
  /** Accounts that changed since the last closed digest tick: `isReset` says that the stored set is replaced. */
  readonly dirty: { readonly isReset: boolean; readonly added: readonly string[] };
  /** The largest event time applied, in ms; 0 before the first. Digests of ticks up to it are complete. */
  readonly watermarkAt: number;
}

/** The state of a partition that a new owner restores beside the profiles. */
export interface EngineState {
  readonly watermarkAt: number;
  readonly dirtyAccountIds: readonly string[];
}

/**
 * The pure state machine of one partition: a function of the sequence of records and flushes it is given.
 * Where a batch ends, when `drain` is called and what is evicted and loaded again changes no finding.
 */
export interface PartitionEngine {
  isLoaded(accountId: string): boolean;
  /** Puts a stored profile into memory; null for an account never seen. Call before records of that account. */
  load(accountId: string, profile: Uint8Array | null): void;
  /** Folds one usage event. `referenceAt` (ms) is the time against which an impossible `occurred_at` is marked. */
  applyEvent(event: UsageEvent, referenceAt: number): void;
  applyAccount(record: AccountRecord): void;
  /** Closes the open tick: the end of a replay, or nothing pending for a while. */
  flush(): void;
  drain(): EngineEffects;
  /** Drops clean profiles, least recently used first, until at most `bytes` are held. Only right after a drain was committed. */
  evictTo(bytes: number): void;
  /** Where every account in memory stands; level 0 none, 1 review, 2 act. */
  scores(): readonly {
    readonly accountId: string;
    readonly score: number;
    readonly level: number;
  }[];
}
