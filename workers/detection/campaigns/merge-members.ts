import { mergeProfiles } from '../profile/merge-profiles.ts';
import { decodeProfile } from '../profile/profile-codec.ts';
import type { Profile } from '../profile/profile.ts';
import type { IndexedAccount } from './trait-index.ts';

/** The members of a group, and all of them as if they were one account. */
export interface MergedMembers {
  readonly profiles: readonly Profile[];
  /** Without sub-streams: a group is judged as a whole. */
  readonly merged: Profile;
}

/** Reads and merges the members of a group. */
export type MergeMembers = (members: readonly IndexedAccount[]) => MergedMembers;

/** More members than this add cost and no certainty. */
const mergedAtMost = 256;
/** Accounts kept decoded, 40 KB each: those of the groups that were judged last, and are again when one member grows. */
const decodedAtMost = 512;
/** A fleet is judged once for each trait that it shares, mostly with the same members each time. */
const mergesKept = 16;

/** Remembers what it decoded and merged last. A digest's bytes stand for its profile, which never changes. */
export function createMergeMembers(): MergeMembers {
  const decoded = createRecent<Uint8Array, Profile>(decodedAtMost);
  const merges = createRecent<string, MergedMembers & { members: readonly IndexedAccount[] }>(
    mergesKept,
  );
  return (members) => {
    const taken = members.slice(0, mergedAtMost);
    const key = taken.map(({ accountId }) => accountId).join(' ');
    const held = merges.get(key);
    if (held?.members.every((member, index) => member === taken[index]) === true) return held;
    const profiles = taken.map(({ profileBytes }) => {
      const profile = decoded.get(profileBytes) ?? withoutParts(decodeProfile(profileBytes));
      decoded.put(profileBytes, profile);
      return profile;
    });
    const result = { profiles, merged: mergeProfiles(profiles), members: taken };
    merges.put(key, result);
    return result;
  };
}

function withoutParts(profile: Profile): Profile {
  return { ...profile, subStreams: [] };
}

/** A map of the entries that were put last. */
function createRecent<Key, Value>(limit: number) {
  const held = new Map<Key, Value>();
  return {
    get: (key: Key): Value | undefined => held.get(key),
    put: (key: Key, value: Value): void => {
      held.delete(key);
      held.set(key, value);
      if (held.size <= limit) return;
      for (const oldest of held.keys()) {
        held.delete(oldest);
        return;
      }
    },
  };
}
