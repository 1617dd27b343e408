import type { ActivityIndex } from './activity-index.ts';
import type { IndexedAccount, TraitIndex } from './trait-index.ts';
import type { WordIndex } from './word-index.ts';

/** Accounts that one queue seems to feed, though they share nothing that anybody wrote. */
export interface BehaviourGroup {
  readonly members: readonly IndexedAccount[];
  /** Median over the pairs, in nats: how improbable it is that independent accounts were active together. */
  readonly lockstep: number;
}

export interface BehaviourIndexes {
  readonly accounts: TraitIndex;
  readonly words: WordIndex;
  readonly activity: ActivityIndex;
}

/** A pair is linked when both hold: active in the same minutes, and of one vocabulary. Alone, each is common. */
const fewestNats = 6;
const fewestSimilarity = 0.08;
/** Members are linked to at least this share of the others: a queue feeds all of them, a chance pair only two. */
const density = 0.5;
/** A larger fleet is found through several such groups, which become one campaign. */
const mostMembers = 48;

/** The group around one account that acts with others in lockstep; undefined when there are fewer than `fewest`. */
export function behaviourGroupOf(
  account: IndexedAccount,
  indexes: BehaviourIndexes,
  fewest: number,
): BehaviourGroup | undefined {
  const { accounts, activity } = indexes;
  const own = activity.get(account.accountId);
  if (own === undefined) return undefined;
  const isLinked = createPairCheck(indexes);
  const companions = activity
    .companionsOf(own, fewestNats)
    .toSorted((a, b) => b.nats - a.nats || (a.entry.accountId < b.entry.accountId ? -1 : 1))
    .map(({ entry }) => entry.accountId)
    .filter((accountId) => isLinked(account.accountId, accountId))
    .slice(0, mostMembers);
  const ids = densePart([account.accountId, ...companions], isLinked);
  if (ids.length < fewest || !ids.includes(account.accountId)) return undefined;
  const members = ids.toSorted().flatMap((accountId) => accounts.get(accountId) ?? []);
  return { members, lockstep: medianNats(ids, activity) };
}

function createPairCheck({ activity, words }: BehaviourIndexes) {
  const known = new Map<string, boolean>();
  const check = (a: string, b: string): boolean => {
    const [one, other] = [activity.get(a), activity.get(b)];
    const [left, right] = [words.get(a), words.get(b)];
    if (one === undefined || other === undefined) return false;
    if (left === undefined || right === undefined) return false;
    if (activity.natsOf(one, other) < fewestNats) return false;
    return words.similarityOf(left.vector, right.vector) >= fewestSimilarity;
  };
  return (a: string, b: string): boolean => {
    // Identifiers may hold anything but NUL: with a space between them two pairs could be one.
    const key = [a, b].toSorted().join('\0');
    const held = known.get(key) ?? check(a, b);
    known.set(key, held);
    return held;
  };
}

/** Drops the account with the fewest links until each of the rest has enough of them (Charikar's peeling, 2000). */
function densePart(
  ids: readonly string[],
  isLinked: (a: string, b: string) => boolean,
): readonly string[] {
  let part = ids;
  for (;;) {
    const linksOf = (id: string) =>
      part.filter((other) => other !== id && isLinked(id, other)).length;
    const counted = part.map((id) => ({ id, links: linksOf(id) }));
    const least = counted.reduce((a, b) => (b.links < a.links ? b : a));
    if (least.links >= density * (part.length - 1)) return part;
    part = part.filter((id) => id !== least.id);
  }
}

function medianNats(ids: readonly string[], activity: ActivityIndex): number {
  const entries = ids.flatMap((id) => activity.get(id) ?? []);
  const nats = entries
    .flatMap((a, index) => entries.slice(index + 1).map((b) => activity.natsOf(a, b)))
    .sort((a, b) => a - b);
  return nats[nats.length >> 1] ?? 0;
}
