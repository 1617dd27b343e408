import type { AccountRecord } from '../../services/contracts/account.ts';
import type { Finding } from '../../services/contracts/finding.ts';
import type { ShadowFinding } from '../../services/contracts/shadow-finding.ts';
import type { AccountDigest } from './engine.ts';
import type { HeldAccounts } from './held-accounts.ts';
import type { Profile } from './profile/profile.ts';
import type { Detection } from './scoring/settings.ts';

/** Ticks of event time: accounts are assessed at the end of one, digests go out at the end of the other. */
export const assessmentTickMs = 60_000;
export const digestTickMs = 3_600_000;

export type AccountId = string;

/** An account in memory. */
export interface HeldAccount {
  readonly accountId: AccountId;
  readonly profile: Profile;
  /** At its last assessment. */
  score: number;
  /** An estimate of the memory it takes. */
  bytes: number;
  /** Shadow findings emitted since it was loaded; null before the first. Saves repeating them, which would change nothing. */
  shadowed: Set<string> | null;
}

/** What the engine of one partition holds. */
export interface Held {
  readonly detection: Detection;
  readonly accounts: HeldAccounts;
  /** Changed since the last assessment tick, and since the last digest tick. */
  readonly unassessed: Set<HeldAccount>;
  readonly undigested: Set<AccountId>;
  watermarkAt: number;
  pending: Pending;
}

/** What the next drain hands over. */
export interface Pending {
  readonly findings: Finding[];
  readonly shadow: ShadowFinding[];
  readonly digests: AccountDigest[];
  readonly accounts: AccountRecord[];
  isDirtyReset: boolean;
  readonly dirtyAdded: Set<AccountId>;
}

export function emptyPending(): Pending {
  return {
    findings: [],
    shadow: [],
    digests: [],
    accounts: [],
    isDirtyReset: false,
    dirtyAdded: new Set(),
  };
}
