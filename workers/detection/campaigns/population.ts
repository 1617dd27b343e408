import { decodeOutline } from '../profile/profile-codec.ts';
import type { AccountDigest } from '../engine.ts';
import { createActivityIndex } from './activity-index.ts';
import type { BehaviourIndexes } from './behaviour-groups.ts';
import { createModelIndex, type ModelIndex } from './model-index.ts';
import { createTombstoneIndex, type TombstoneIndex } from './tombstones.ts';
import { createTraitIndex } from './trait-index.ts';
import { createWordIndex } from './word-index.ts';
import { wordVectorOf } from './word-vector.ts';

/** All accounts by their newest digests, and by what they can be compared on. */
export interface Population extends BehaviourIndexes {
  readonly models: ModelIndex;
  readonly tombstones: TombstoneIndex;
  put(digest: AccountDigest): void;
  /** Traits and accounts that changed since the last call, in a fixed order. */
  takeChanged(): { readonly traits: readonly string[]; readonly accountIds: readonly string[] };
}

/** With fewer requests than this an account is like everybody. */
const fewestRequests = 8;

export function createPopulation(): Population {
  const accounts = createTraitIndex();
  const words = createWordIndex();
  const activity = createActivityIndex();
  const models = createModelIndex();
  const changed = new Set<string>();
  return {
    accounts,
    words,
    activity,
    models,
    tombstones: createTombstoneIndex(),
    put: ({ accountId, tickAt, bytes }) => {
      const { unit, requests, leaning, profileBytes } = accounts.put(accountId, bytes);
      changed.add(accountId);
      if (requests < fewestRequests) return;
      const outline = decodeOutline(profileBytes);
      models.put({ accountId, unit, requests, lastAt: tickAt, models: outline.models });
      words.put({ accountId, unit, leaning, vector: wordVectorOf(outline.words) });
      activity.put({ accountId, unit, slots: outline.slots.hashes, isListed: leaning > 0 });
    },
    takeChanged: () => {
      const accountIds = [...changed].toSorted();
      changed.clear();
      return { traits: accounts.takeChanged(), accountIds };
    },
  };
}
