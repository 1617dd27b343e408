import fc from 'fast-check';
import t from 'tap';
import type { UsageEvent } from '../../../../services/contracts/usage-event.ts';
import { foldAccount } from '../../../../workers/detection/profile/fold-account.ts';
import { foldEvent } from '../../../../workers/detection/profile/fold-event.ts';
import {
  decodeProfile,
  encodeProfile,
} from '../../../../workers/detection/profile/profile-codec.ts';
import { createProfile, type Profile } from '../../../../workers/detection/profile/profile.ts';
import { accountRecords } from '../../../arbitraries/account-records.ts';
import { eventsOf, hostilePlans, type HostilePlan } from '../../../arbitraries/hostile-accounts.ts';
import { usageEvents } from '../../../arbitraries/usage-events.ts';

const eventLists = fc.array(usageEvents(), { maxLength: 40 });

function foldAll(profile: Profile, events: Iterable<UsageEvent>): Profile {
  for (const event of events) foldEvent(profile, event, Date.parse(event.occurred_at));
  return profile;
}

function hexOf(profile: Profile): string {
  return Buffer.from(encodeProfile(profile)).toString('hex');
}

t.test('a stored profile goes on as if it had never been stored', async () => {
  fc.assert(
    fc.property(eventLists, accountRecords(['a']), eventLists, (before, record, after) => {
      const profile = foldAll(createProfile(), before);
      foldAccount(profile, record);
      const loaded = decodeProfile(encodeProfile(profile));
      const isSame = hexOf(loaded) === hexOf(profile);
      return isSame && hexOf(foldAll(loaded, after)) === hexOf(foldAll(profile, after));
    }),
  );
});

const largest: HostilePlan = {
  events: 800,
  messageCharacters: 400,
  templates: 40,
  systemPrompts: 9,
  tools: 20,
  biasedTokens: 50,
  addresses: 600,
  hasWideIdentifiers: true,
};

t.test('takes at most 8 KB whatever an account does', async (t) => {
  fc.assert(
    fc.property(hostilePlans, (plan) => {
      return encodeProfile(foldAll(createProfile(), eventsOf(plan))).length <= 8192;
    }),
    { numRuns: 6 },
  );
  for (const templates of [1, 8, 40]) {
    const bytes = encodeProfile(foldAll(createProfile(), eventsOf({ ...largest, templates })));
    t.ok(bytes.length <= 8192, `${String(templates)} templates: ${String(bytes.length)} bytes`);
  }
});

function isRefused(bytes: Uint8Array): boolean {
  try {
    decodeProfile(bytes);
    return false;
  } catch (error) {
    return (error as { code?: string }).code === 'profile_undecodable';
  }
}

t.test('bytes that are no whole profile are refused with one kind of error', async () => {
  const whole = encodeProfile(foldAll(createProfile(), eventsOf({ ...largest, events: 60 })));
  fc.assert(
    fc.property(fc.nat(whole.length - 1), (length) => isRefused(whole.subarray(0, length))),
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), isRefused));
});
