import type { AccountId, HeldAccount } from './engine-state.ts';
import { createProfile } from './profile/profile.ts';
import { decodeProfile, encodeProfile } from './profile/profile-codec.ts';

/** The profiles in memory, least recently stored first: a Map keeps the order of insertion. */
export interface HeldAccounts {
  readonly byId: Map<AccountId, HeldAccount>;
  /** Changed since they were last stored. */
  readonly touched: Set<HeldAccount>;
  bytes: number;
}

export function createHeldAccounts(): HeldAccounts {
  return { byId: new Map(), touched: new Set(), bytes: 0 };
}

/** @throws RangeError when the account was not loaded: a fault of the caller. */
export function getAccount({ byId }: HeldAccounts, accountId: AccountId): HeldAccount {
  const account = byId.get(accountId);
  if (account === undefined) throw new RangeError('load an account before its records');
  return account;
}

/** Puts a stored profile, or an empty one for null, into memory. */
export function loadAccount(
  accounts: HeldAccounts,
  accountId: AccountId,
  bytes: Uint8Array | null,
): HeldAccount {
  const profile = bytes === null ? createProfile() : decodeProfile(bytes);
  const account: HeldAccount = { accountId, profile, score: 0, bytes: 0, shadowed: null };
  weigh(accounts, account, bytes?.length ?? 0);
  accounts.byId.set(accountId, account);
  return account;
}

/** Every profile touched since the last call, encoded for storing. */
export function takeTouched(accounts: HeldAccounts): (readonly [AccountId, Uint8Array])[] {
  const stored = Array.from(accounts.touched, (account) => {
    const bytes = encodeProfile(account.profile);
    weigh(accounts, account, bytes.length);
    accounts.byId.delete(account.accountId);
    accounts.byId.set(account.accountId, account);
    return [account.accountId, bytes] as const;
  });
  accounts.touched.clear();
  return stored;
}

/** Drops accounts that `mayGo`, least recently stored first, until at most `bytes` are held. */
export function evictAccounts(
  accounts: HeldAccounts,
  bytes: number,
  mayGo: (account: HeldAccount) => boolean,
): void {
  for (const account of accounts.byId.values()) {
    if (accounts.bytes <= bytes) return;
    if (accounts.touched.has(account) || !mayGo(account)) continue;
    accounts.byId.delete(account.accountId);
    accounts.bytes -= account.bytes;
  }
}

/** Memory of a profile that takes `encodedBytes` when stored: objects and slack, measured over the heap. */
function weigh(accounts: HeldAccounts, account: HeldAccount, encodedBytes: number): void {
  accounts.bytes -= account.bytes;
  account.bytes = 6_000 + 4 * encodedBytes;
  accounts.bytes += account.bytes;
}
