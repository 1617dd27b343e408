import { decodeProfile } from '../profile/profile-codec.ts';
import type { Profile } from '../profile/profile.ts';
import { traitKey, traitsOf, type Trait } from './traits.ts';

export interface IndexedAccount {
  readonly accountId: string;
  readonly bytes: Uint8Array;
  /** Accounts of one declared organisation are one unit. */
  readonly unit: string;
  readonly requests: number;
  readonly traits: readonly string[];
}

/** Which accounts carry which trait, and the newest digest of each. Its size follows the digests held. */
export interface TraitIndex {
  readonly accounts: ReadonlyMap<string, IndexedAccount>;
  readonly unitCount: () => number;
  /** Replaces what is known of an account. */
  put(accountId: string, bytes: Uint8Array): void;
  countOf(trait: string): number;
  holdersOf(trait: string): readonly IndexedAccount[];
  traitOf(trait: string): Trait | undefined;
  /** Traits whose holders changed since the last call, in a fixed order. */
  takeChanged(): string[];
}

export function createTraitIndex(): TraitIndex {
  const accounts = new Map<string, IndexedAccount>();
  const holders = new Map<string, Set<string>>();
  const traits = new Map<string, Trait>();
  const units = new Map<string, number>();
  let changed = new Set<string>();
  const forget = (account: IndexedAccount): void => {
    const left = (units.get(account.unit) ?? 1) - 1;
    if (left === 0) units.delete(account.unit);
    else units.set(account.unit, left);
    for (const key of account.traits) {
      holders.get(key)?.delete(account.accountId);
      changed.add(key);
    }
  };
  const put = (accountId: string, bytes: Uint8Array): void => {
    const held = accounts.get(accountId);
    if (held !== undefined) forget(held);
    const profile = decodeProfile(bytes);
    const found = traitsOf(profile);
    for (const trait of found) {
      const key = traitKey(trait);
      traits.set(key, trait);
      const carriers = holders.get(key) ?? new Set();
      holders.set(key, carriers.add(accountId));
      changed.add(key);
    }
    const unit = unitOf(accountId, profile);
    units.set(unit, (units.get(unit) ?? 0) + 1);
    const { requests } = profile.counters;
    accounts.set(accountId, { accountId, bytes, unit, requests, traits: found.map(traitKey) });
  };
  return {
    accounts,
    unitCount: () => units.size,
    put,
    countOf: (trait) => holders.get(trait)?.size ?? 0,
    holdersOf: (trait) =>
      [...(holders.get(trait) ?? [])]
        .toSorted()
        .flatMap((accountId) => accounts.get(accountId) ?? []),
    traitOf: (trait) => traits.get(trait),
    takeChanged: () => {
      const taken = [...changed].toSorted();
      changed = new Set();
      return taken;
    },
  };
}

function unitOf(accountId: string, profile: Profile): string {
  return profile.identity.org === 0 ? accountId : `org:${String(profile.identity.org)}`;
}
