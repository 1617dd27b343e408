import type { Finding, Reason, RaisedLevel } from '../../../services/contracts/finding.ts';
import type { ShadowFinding } from '../../../services/contracts/shadow-finding.ts';
import type { AccountDigest } from '../engine.ts';
import type { Tombstone } from './tombstones.ts';

export interface CampaignMember {
  readonly accountId: string;
  /** 0 to 1: how sure it is that this account belongs. */
  readonly confidence: number;
  readonly reasons: readonly Reason[];
}

/**
 * What ties members together: `rarity` is ln(accounts / accounts that carry the trait), in nats, or for the family
 * `activity` how improbable their acting together is.
 */
export interface CampaignLink {
  readonly family: string;
  readonly trait: string;
  readonly accounts: number;
  readonly rarity: number;
}

export interface CampaignRecord {
  readonly campaignId: string;
  readonly mergedInto: string | null;
  readonly level: RaisedLevel | null;
  readonly score: number;
  readonly firstSeenAt: number;
  readonly members: readonly CampaignMember[];
  readonly links: readonly CampaignLink[];
}

export interface CorrelatorEffects {
  readonly findings: readonly Finding[];
  /** Levels that were raised before and still stand, of whatever was judged at this tick: news where a case was closed. */
  readonly standing: readonly Finding[];
  /** What challengers would have done. A group comes again whenever it is judged: the first counts, with all members. */
  readonly shadow: readonly ShadowFinding[];
  /** Campaigns that changed at this tick. */
  readonly campaigns: readonly CampaignRecord[];
  /** Accounts judged among their neighbours at this tick. */
  readonly scores: readonly { readonly accountId: string; readonly score: number }[];
}

/** What is stored of the ticks that were closed. */
export interface CorrelatorState {
  readonly campaigns: readonly CampaignRecord[];
  /** The newest digest of every account. */
  readonly digests: readonly AccountDigest[];
  /** The levels that accounts were raised to, by whomever. */
  readonly raised: readonly { readonly accountId: string; readonly level: RaisedLevel }[];
  /** Of suspended accounts. */
  readonly tombstones: readonly Tombstone[];
}

/** Links accounts over rare shared traits and judges each group as one. Pure: a function of the digests and ticks given. */
export interface Correlator {
  /** Puts back what stood at the last closed tick. */
  restore(state: CorrelatorState): void;
  /** Takes the newest digest of an account; digests come in order of tick, then account id. */
  applyDigest(digest: AccountDigest): void;
  /** Takes the traits of all accounts that are suspended now, in place of those before. */
  setTombstones(tombstones: readonly Tombstone[]): void;
  closeTick(tickAt: number): CorrelatorEffects;
}
