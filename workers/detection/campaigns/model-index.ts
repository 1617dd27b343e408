import type { ModelUse } from '../profile/model-use.ts';

/** What is held of one account. */
export interface ModelEntry {
  readonly accountId: string;
  /** Accounts of one declared organisation are one unit. */
  readonly unit: string;
  readonly requests: number;
  /** Event time in ms up to which it is known. */
  readonly lastAt: number;
  readonly models: readonly ModelUse[];
}

/** Who took up a new model when. A pure function of the entries that it holds, whatever the order they came in. */
export interface ModelIndex {
  /** Replaces what is held of the account. */
  put(entry: ModelEntry): void;
  /**
   * How improbable it is, in nats, that this many units of a group would move most of their requests to a new model
   * within a day of its release, if they moved as the rest of the population does: the largest over the new models,
   * 0 where none is new or the group moves no more than others.
   */
  retargetingOf(accountIds: readonly string[]): number;
}

/** Accounts that were there before a release and after it, and those of them that moved. */
interface Adoption {
  readonly key: number;
  readonly releasedAt: number;
  readonly eligible: number;
  readonly moved: number;
}

const dayMs = 86_400_000;
/** So many accounts use a model before it counts as released: a few are testers. */
const earliest = 4;
/** A model of fewer accounts is somebody's own. */
const fewestAdopters = 8;
/** In the first days of a population every model is new. */
const settledMs = 3 * dayMs;
/** A pivot happens within a day (signals.md 1.1). */
const pivotMs = dayMs;
/** It takes half of the requests or more (signals.md 1.1). */
const mostOfRequests = 0.5;

export function createModelIndex(): ModelIndex {
  const entries = new Map<string, ModelEntry>();
  let known: readonly Adoption[] | undefined;
  return {
    put: (entry) => {
      entries.set(entry.accountId, entry);
      known = undefined;
    },
    retargetingOf: (accountIds) => {
      known ??= adoptionsOf([...entries.values()]);
      if (known.length === 0) return 0;
      const members = accountIds.toSorted().flatMap((accountId) => entries.get(accountId) ?? []);
      return Math.max(...known.map((adoption) => natsOf(members, adoption)));
    },
  };
}

function adoptionsOf(entries: readonly ModelEntry[]): Adoption[] {
  const startedAt = nthSmallest(entries.map(startOf));
  const firsts = new Map<number, number[]>();
  for (const { key, firstAt } of entries.flatMap(({ models }) => models)) {
    const times = firsts.get(key);
    if (times === undefined) firsts.set(key, [firstAt]);
    else times.push(firstAt);
  }
  return [...firsts]
    .filter(([, times]) => times.length >= fewestAdopters)
    .map(([key, times]) => ({ key, releasedAt: nthSmallest(times) }))
    .filter(({ releasedAt }) => releasedAt >= startedAt + settledMs)
    .map((release) => ({ ...release, ...countAdoption(entries, release) }));
}

type Release = Pick<Adoption, 'key' | 'releasedAt'>;

function countAdoption(entries: readonly ModelEntry[], release: Release) {
  const eligible = entries.filter((entry) => isEligible(entry, release));
  const moved = eligible.filter((entry) => hasMoved(entry, release)).length;
  return { eligible: eligible.length, moved };
}

/** Binomial deviance of the members against the accounts outside the group. */
function natsOf(members: readonly ModelEntry[], adoption: Adoption): number {
  const inside = countAdoption(members, adoption);
  const others = adoption.eligible - inside.eligible;
  const expected = (adoption.moved - inside.moved + 1) / (others + 2);
  const perUnit = [...new Map(members.map((member) => [member.unit, member])).values()];
  const { eligible, moved } = countAdoption(perUnit, adoption);
  const share = moved / Math.max(1, eligible);
  if (share <= expected) return 0;
  const stayed = share === 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - expected));
  return eligible * (share * Math.log(share / expected) + stayed);
}

function isEligible(entry: ModelEntry, { releasedAt }: Release): boolean {
  return startOf(entry) < releasedAt && entry.lastAt > releasedAt;
}

function hasMoved({ models, requests }: ModelEntry, { key, releasedAt }: Release): boolean {
  const use = models.find((model) => model.key === key);
  if (use === undefined || use.firstAt > releasedAt + pivotMs) return false;
  return use.count >= mostOfRequests * (requests - use.before);
}

function startOf({ models }: ModelEntry): number {
  return Math.min(...models.map(({ firstAt }) => firstAt));
}

/** The `earliest`th of them; Infinity where there are fewer. */
function nthSmallest(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[earliest - 1] ?? Infinity;
}
