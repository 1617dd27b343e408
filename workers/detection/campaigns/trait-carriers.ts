import type { IndexedAccount } from './trait-index.ts';

/** How many carry one trait. */
export interface CarrierCount {
  readonly accounts: number;
  /** Accounts of one declared organisation count once. */
  readonly units: number;
  /** Of all carriers together. */
  readonly requests: number;
  /** How often an account took the trait up or gave it up; it counts from anew when only one is left. */
  readonly turns: number;
}

interface Carriers {
  readonly accountIds: Set<string>;
  /** How many carriers each declared organisation has; null while none declares one. */
  orgs: Map<string, number> | null;
  ofOrgs: number;
  requests: number;
  turns: number;
}

/** Who carries which trait. Sums are kept up to date, so that asking for them costs nothing however many carry it. */
export interface TraitCarriers {
  add(trait: string, account: IndexedAccount): void;
  remove(trait: string, account: IndexedAccount): void;
  /** Puts `after` in the place of `before`, the same account of the same unit. */
  renew(trait: string, before: IndexedAccount, after: IndexedAccount): void;
  count(trait: string): CarrierCount;
  /** In no order. */
  idsOf(trait: string): Iterable<string>;
}

const nobody: CarrierCount = { accounts: 0, units: 0, requests: 0, turns: 0 };

export function createTraitCarriers(): TraitCarriers {
  /** Most traits are of one account: a set for each of them would take more memory than all the rest. */
  const single = new Map<string, IndexedAccount>();
  const shared = new Map<string, Carriers>();
  return {
    add: (trait, account) => {
      const carriers = shared.get(trait);
      const first = single.get(trait);
      if (carriers !== undefined) join(carriers, account);
      else if (first === undefined) single.set(trait, account);
      else {
        single.delete(trait);
        shared.set(trait, carriersOf([first, account]));
      }
    },
    remove: (trait, account) => {
      const carriers = shared.get(trait);
      if (carriers === undefined) single.delete(trait);
      else leave(carriers, account);
      if (carriers?.accountIds.size === 0) shared.delete(trait);
    },
    renew: (trait, before, after) => {
      const carriers = shared.get(trait);
      if (carriers === undefined) single.set(trait, after);
      else carriers.requests += after.requests - before.requests;
    },
    count: (trait) => countOf(shared.get(trait), single.get(trait)),
    idsOf: (trait) => {
      const only = single.get(trait);
      return only === undefined ? (shared.get(trait)?.accountIds ?? []) : [only.accountId];
    },
  };
}

function countOf(carriers: Carriers | undefined, only: IndexedAccount | undefined): CarrierCount {
  if (only !== undefined) return { accounts: 1, units: 1, requests: only.requests, turns: 1 };
  if (carriers === undefined) return nobody;
  const { accountIds, orgs, ofOrgs, requests, turns } = carriers;
  const units = accountIds.size - ofOrgs + (orgs?.size ?? 0);
  return { accounts: accountIds.size, units, requests, turns };
}

function carriersOf(accounts: readonly IndexedAccount[]): Carriers {
  const carriers = { accountIds: new Set<string>(), orgs: null, ofOrgs: 0, requests: 0, turns: 0 };
  for (const account of accounts) join(carriers, account);
  return carriers;
}

function join(carriers: Carriers, account: IndexedAccount): void {
  carriers.accountIds.add(account.accountId);
  carriers.requests += account.requests;
  carriers.turns++;
  countOrg(carriers, account, 1);
}

function leave(carriers: Carriers, account: IndexedAccount): void {
  carriers.accountIds.delete(account.accountId);
  carriers.requests -= account.requests;
  carriers.turns++;
  countOrg(carriers, account, -1);
}

/** An account that declares no organisation is a unit of its own, under its own name. */
function countOrg(carriers: Carriers, { accountId, unit }: IndexedAccount, step: 1 | -1): void {
  if (unit === accountId) return;
  const orgs = (carriers.orgs ??= new Map<string, number>());
  const left = (orgs.get(unit) ?? 0) + step;
  if (left === 0) orgs.delete(unit);
  else orgs.set(unit, left);
  carriers.ofOrgs += step;
}
