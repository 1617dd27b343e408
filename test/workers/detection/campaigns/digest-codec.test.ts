import fc from 'fast-check';
import t from 'tap';
import { encodeDigest, readDigest } from '../../../../workers/detection/campaigns/digest-codec.ts';
import { traitKey, traitsOf } from '../../../../workers/detection/campaigns/traits.ts';
import { foldAccount } from '../../../../workers/detection/profile/fold-account.ts';
import { foldEvent } from '../../../../workers/detection/profile/fold-event.ts';
import { encodeProfile } from '../../../../workers/detection/profile/profile-codec.ts';
import { createProfile } from '../../../../workers/detection/profile/profile.ts';
import { accountRecords } from '../../../arbitraries/account-records.ts';
import { usageEvents } from '../../../arbitraries/usage-events.ts';

const accountIds = ['acct-a'];
const profiles = fc
  .tuple(
    fc.array(usageEvents({ accountIds }), { maxLength: 40 }),
    fc.array(accountRecords(accountIds), { maxLength: 2 }),
  )
  .map(([events, records]) => {
    const profile = createProfile();
    for (const record of records) foldAccount(profile, record);
    for (const event of events) foldEvent(profile, event, Date.parse(event.occurred_at));
    return profile;
  });

t.test('a digest says what its profile says', async () => {
  fc.assert(
    fc.property(profiles, (profile) => {
      const { org, requests, leaning, traits, profileBytes } = readDigest(
        encodeDigest(profile, 1.25),
      );
      return (
        org === profile.identity.org &&
        requests === profile.counters.requests &&
        leaning === 1.25 &&
        traits.join() === traitsOf(profile).map(traitKey).join() &&
        Buffer.compare(profileBytes, encodeProfile(profile)) === 0
      );
    }),
  );
});

t.test('a digest that was cut in its head is refused', async () => {
  const bytes = encodeDigest(createProfile(), 0);
  const code = (length: number) => {
    try {
      readDigest(bytes.subarray(0, length));
    } catch (error) {
      return (error as { code?: string }).code;
    }
    return undefined;
  };
  fc.assert(fc.property(fc.nat(5), (length) => code(length) === 'profile_undecodable'));
});
