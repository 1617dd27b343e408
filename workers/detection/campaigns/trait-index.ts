import { readDigest } from './digest-codec.ts';
import { createTraitCarriers, type CarrierCount } from './trait-carriers.ts';

export interface IndexedAccount {
  readonly accountId: string;
  readonly profileBytes: Uint8Array;
  /** Accounts of one declared organisation are one unit. */
  readonly unit: string;
  readonly requests: number;
  /** @see DigestHead.leaning */
  readonly leaning: number;
  readonly traits: readonly string[];
}

/** Which accounts carry which trait, and the newest digest of each. Its size follows the digests held. */
export interface TraitIndex {
  readonly unitCount: () => number;
  /** Replaces what is known of an account by its newer digest. */
  put(accountId: string, digest: Uint8Array): IndexedAccount;
  get(accountId: string): IndexedAccount | undefined;
  countOf(trait: string): CarrierCount;
  /** By account id. */
  holdersOf(trait: string): readonly IndexedAccount[];
  /** Traits whose holders changed since the last call, in a fixed order. */
  takeChanged(): string[];
}

/** How many of these are unlinked: accounts of one declared organisation count once. */
export function unitsOf(accounts: readonly IndexedAccount[]): number {
  return new Set(accounts.map(({ unit }) => unit)).size;
}

export function createTraitIndex(): TraitIndex {
  const accounts = new Map<string, IndexedAccount>();
  const carriers = createTraitCarriers();
  const units = createUnitCount();
  const changed = new Set<string>();

  const replace = (before: IndexedAccount, after: IndexedAccount): void => {
    const isSameUnit = before.unit === after.unit;
    for (const trait of before.traits) {
      changed.add(trait);
      if (!isSameUnit || !after.traits.includes(trait)) carriers.remove(trait, before);
    }
    for (const trait of after.traits) {
      changed.add(trait);
      if (isSameUnit && before.traits.includes(trait)) carriers.renew(trait, before, after);
      else carriers.add(trait, after);
    }
  };

  const put = (accountId: string, digest: Uint8Array): IndexedAccount => {
    const before = accounts.get(accountId);
    const account = accountOf(accountId, digest, before);
    accounts.set(accountId, account);
    units.add(account.unit);
    if (before !== undefined) units.remove(before.unit);
    replace(before ?? { ...account, traits: [] }, account);
    return account;
  };

  return {
    unitCount: units.count,
    put,
    get: (accountId) => accounts.get(accountId),
    countOf: carriers.count,
    holdersOf: (trait) =>
      [...carriers.idsOf(trait)].sort().flatMap((accountId) => accounts.get(accountId) ?? []),
    takeChanged: () => {
      const taken = [...changed].sort();
      changed.clear();
      return taken;
    },
  };
}

function accountOf(
  accountId: string,
  digest: Uint8Array,
  before: IndexedAccount | undefined,
): IndexedAccount {
  const { org, requests, leaning, traits, profileBytes } = readDigest(digest);
  const unit = org === 0 ? accountId : `org:${String(org)}`;
  // The same strings as before, where they say the same: an account has a dozen of them.
  const known = before?.traits ?? [];
  const held = traits.map((trait) => known.find((other) => other === trait) ?? trait);
  return { accountId, profileBytes, unit, requests, leaning, traits: held };
}

function createUnitCount() {
  const accounts = new Map<string, number>();
  return {
    count: () => accounts.size,
    add: (unit: string): void => {
      accounts.set(unit, (accounts.get(unit) ?? 0) + 1);
    },
    remove: (unit: string): void => {
      const left = (accounts.get(unit) ?? 1) - 1;
      if (left === 0) accounts.delete(unit);
      else accounts.set(unit, left);
    },
  };
}
