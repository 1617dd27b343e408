import fc from 'fast-check';
import t from 'tap';
import type { UsageEvent } from '../../../../services/contracts/usage-event.ts';
import { extractFeatures } from '../../../../workers/detection/features/features.ts';
import { foldEvent } from '../../../../workers/detection/profile/fold-event.ts';
import { mergeProfiles } from '../../../../workers/detection/profile/merge-profiles.ts';
import {
  decodeProfile,
  encodeProfile,
} from '../../../../workers/detection/profile/profile-codec.ts';
import { createProfile, type Profile } from '../../../../workers/detection/profile/profile.ts';
import { eventsOf, hostilePlans } from '../../../arbitraries/hostile-accounts.ts';
import { usageEvents } from '../../../arbitraries/usage-events.ts';

function profileOf(events: Iterable<UsageEvent>): Profile {
  const profile = createProfile();
  for (const event of events) foldEvent(profile, event, Date.parse(event.occurred_at));
  return profile;
}

function hexOf(profile: Profile): string {
  return Buffer.from(encodeProfile(profile)).toString('hex');
}

const ordinary = fc.array(usageEvents(), { maxLength: 30 }).map(profileOf);
const busy = hostilePlans.map((plan) =>
  profileOf(eventsOf({ ...plan, events: 80, messageCharacters: 40, tools: 0 })),
);
const members = fc.array(fc.oneof(ordinary, busy), { minLength: 1, maxLength: 6 });

t.test('members merged in any order give the same bytes and features', async () => {
  fc.assert(
    fc.property(
      members.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
      ),
      ([list, shuffled]) => {
        const merged = mergeProfiles(list);
        const other = mergeProfiles(shuffled);
        const areSame =
          JSON.stringify(extractFeatures(merged)) === JSON.stringify(extractFeatures(other));
        return areSame && hexOf(merged) === hexOf(other);
      },
    ),
    { numRuns: 40, endOnFailure: true },
  );
});

t.test('merging leaves its parts alone, counts every request and can be stored', async () => {
  fc.assert(
    fc.property(members, (list) => {
      const before = list.map(hexOf);
      const merged = mergeProfiles(list);
      const requests = list.reduce((sum, part) => sum + part.counters.requests, 0);
      const isUntouched = list.every((part, index) => hexOf(part) === before[index]);
      const bytes = encodeProfile(merged);
      const isStored = bytes.length <= 8192 && hexOf(decodeProfile(bytes)) === hexOf(merged);
      return isUntouched && isStored && merged.counters.requests === requests;
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

function featuresOf(profile: Profile): string {
  return JSON.stringify(extractFeatures(profile));
}

t.test('one member alone has the features that it has in a group of one', async () => {
  fc.assert(
    fc.property(members, ([part]) => {
      return part === undefined || featuresOf(mergeProfiles([part])) === featuresOf(part);
    }),
    { numRuns: 40, endOnFailure: true },
  );
});
