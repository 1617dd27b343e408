import { slotLimit } from '../profile/profile.ts';

/** When an account was active: hashes of ten-minute slots, ascending, the smallest `slotLimit` of them. */
export interface ActivityEntry {
  readonly accountId: string;
  readonly unit: string;
  readonly slots: readonly number[];
  /** Whether it may be anybody's companion: those whose content speaks against extraction are counted only. */
  readonly isListed: boolean;
}

export interface Companion {
  readonly entry: ActivityEntry;
  /** How improbable the shared slots are between two accounts of independent owners, in nats. */
  readonly nats: number;
}

/** Which accounts were active when. A pure function of the entries that it holds, whatever the order they came in. */
export interface ActivityIndex {
  put(entry: ActivityEntry): void;
  get(accountId: string): ActivityEntry | undefined;
  /** Listed accounts of other units that share more slots than chance gives, by account id. */
  companionsOf(entry: ActivityEntry, fewestNats: number): Companion[];
  natsOf(a: ActivityEntry, b: ActivityEntry): number;
}

/** Fewer shared slots than this prove nothing, whatever their rarity. */
const fewestShared = 3;
/** Slots with more listed accounts than this are passed over: a rush hour, and too long to go through. */
const mostHolders = 512;
const hashes = 2 ** 32;

interface Slots {
  /** How many accounts were active in each, and those of them that are listed. */
  readonly counts: Map<number, number>;
  readonly holders: Map<number, Set<ActivityEntry>>;
  /** Sum of the counts and of their squares. */
  total: number;
  squares: number;
}

export function createActivityIndex(): ActivityIndex {
  const entries = new Map<string, ActivityEntry>();
  const slots: Slots = { counts: new Map(), holders: new Map(), total: 0, squares: 0 };
  return {
    get: (accountId) => entries.get(accountId),
    put: (entry) => {
      const held = entries.get(entry.accountId);
      if (held !== undefined) forget(slots, held);
      entries.set(entry.accountId, entry);
      note(slots, entry);
    },
    companionsOf: (entry, fewestNats) =>
      [...sharersOf(slots, entry)]
        .filter(([other, shared]) => shared >= fewestShared && other.unit !== entry.unit)
        .map(([other]) => ({ entry: other, nats: natsOf(slots, entry, other) }))
        .filter(({ nats }) => nats >= fewestNats)
        .sort((a, b) => (a.entry.accountId < b.entry.accountId ? -1 : 1)),
    natsOf: (a, b) => natsOf(slots, a, b),
  };
}

function note(slots: Slots, entry: ActivityEntry): void {
  const { holders } = slots;
  for (const slot of entry.slots) {
    count(slots, slot, 1);
    if (entry.isListed) holders.set(slot, (holders.get(slot) ?? new Set()).add(entry));
  }
}

function forget(slots: Slots, entry: ActivityEntry): void {
  for (const slot of entry.slots) {
    count(slots, slot, -1);
    slots.holders.get(slot)?.delete(entry);
  }
}

function count(slots: Slots, slot: number, step: 1 | -1): void {
  const before = slots.counts.get(slot) ?? 0;
  slots.counts.set(slot, before + step);
  slots.total += step;
  slots.squares += 2 * step * before + 1;
}

/** How many slots each listed account shares with this one. */
function sharersOf({ holders }: Slots, entry: ActivityEntry): ReadonlyMap<ActivityEntry, number> {
  const shared = new Map<ActivityEntry, number>();
  for (const slot of entry.slots) {
    const others = holders.get(slot);
    if (others === undefined || others.size > mostHolders) continue;
    for (const other of others) shared.set(other, (shared.get(other) ?? 0) + 1);
  }
  return shared;
}

/**
 * Deviance of the shared slots against their expected number when each account picks slots as the whole population
 * does (Poisson): loosely synchronised action, SynchroTrap (Cao et al. 2014).
 */
function natsOf({ squares, total }: Slots, a: ActivityEntry, b: ActivityEntry): number {
  const limit = Math.min(reachOf(a), reachOf(b));
  const shared = sharedUpTo(a.slots, b.slots, limit);
  if (shared < fewestShared) return 0;
  const size = countUpTo(a.slots, limit) * countUpTo(b.slots, limit);
  const expected = (size * squares * hashes) / (total * total * (limit + 1));
  return shared <= expected ? 0 : shared * Math.log(shared / expected) - (shared - expected);
}

/** Up to which hash the sample of an account is complete. */
function reachOf({ slots }: ActivityEntry): number {
  return slots.length < slotLimit ? hashes - 1 : (slots.at(-1) ?? 0);
}

function countUpTo(slots: readonly number[], limit: number): number {
  const beyond = slots.findIndex((slot) => slot > limit);
  return beyond < 0 ? slots.length : beyond;
}

function sharedUpTo(a: readonly number[], b: readonly number[], limit: number): number {
  let shared = 0;
  let at = 0;
  for (const slot of a) {
    if (slot > limit) break;
    while ((b[at] ?? Infinity) < slot) at++;
    if (b[at] === slot) shared++;
  }
  return shared;
}
