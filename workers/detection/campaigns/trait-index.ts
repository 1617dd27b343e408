import { readDigest } from './digest-codec.ts';

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
  countOf(trait: string): number;
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
  const holders = new Map<string, Set<string>>();
  const units = new Map<string, number>();
  const changed = new Set<string>();

  const forget = (account: IndexedAccount): void => {
    const left = (units.get(account.unit) ?? 1) - 1;
    if (left === 0) units.delete(account.unit);
    else units.set(account.unit, left);
    for (const trait of account.traits) {
      holders.get(trait)?.delete(account.accountId);
      changed.add(trait);
    }
  };

  const hold = (trait: string, accountId: string): void => {
    holders.set(trait, (holders.get(trait) ?? new Set()).add(accountId));
    changed.add(trait);
  };

  const put = (accountId: string, digest: Uint8Array): IndexedAccount => {
    const held = accounts.get(accountId);
    if (held !== undefined) forget(held);
    const { org, requests, leaning, traits, profileBytes } = readDigest(digest);
    const unit = org === 0 ? accountId : `org:${String(org)}`;
    units.set(unit, (units.get(unit) ?? 0) + 1);
    const account = { accountId, profileBytes, unit, requests, leaning, traits };
    accounts.set(accountId, account);
    for (const trait of traits) hold(trait, accountId);
    return account;
  };

  return {
    unitCount: () => units.size,
    put,
    get: (accountId) => accounts.get(accountId),
    countOf: (trait) => holders.get(trait)?.size ?? 0,
    holdersOf: (trait) =>
      inOrder(holders.get(trait)).flatMap((accountId) => accounts.get(accountId) ?? []),
    takeChanged: () => takeAll(changed),
  };
}

function takeAll(names: Set<string>): string[] {
  const taken = inOrder(names);
  names.clear();
  return taken;
}

function inOrder(names: ReadonlySet<string> | undefined): string[] {
  return [...(names ?? [])].sort();
}
