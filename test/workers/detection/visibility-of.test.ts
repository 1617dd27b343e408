import fc from 'fast-check';
import t from 'tap';
import { visibility } from '../../../services/contracts/finding.ts';
import type { UsageEvent } from '../../../services/contracts/usage-event.ts';
import { volumeOf } from '../../../workers/detection/features/volume.ts';
import { foldEvent } from '../../../workers/detection/profile/fold-event.ts';
import { mergeProfiles } from '../../../workers/detection/profile/merge-profiles.ts';
import { createProfile } from '../../../workers/detection/profile/profile.ts';
import { visibilityOf } from '../../../workers/detection/visibility-of.ts';
import { usageEvents } from '../../arbitraries/usage-events.ts';

const startAt = Date.parse('2026-03-02T10:00:00Z');

function profileOf(events: readonly Partial<UsageEvent>[]) {
  const profile = createProfile();
  events.forEach((given, index) => {
    const occurredAt = startAt + index * 3_600_000;
    const event: UsageEvent = {
      ...{ event_id: `e${index}`, account_id: 'a', model: 'm' },
      occurred_at: new Date(occurredAt).toISOString(),
      messages: [{ role: 'user', content: `Why is sea ${index} salty?` }],
      ...given,
    };
    foldEvent(profile, event, occurredAt);
  });
  return profile;
}

const times = (count: number, event: Partial<UsageEvent>) =>
  Array.from({ length: count }, () => event);

t.test('says which share could be read, was cut and was sampled', async (t) => {
  const profile = profileOf([
    ...times(4, {}),
    ...times(2, { content_state: 'truncated' }),
    ...times(3, { content_state: 'redacted' }),
    { content_state: 'absent' },
    ...times(2, { messages: [], sample_rate: 0.25 }),
  ]);
  profile.counters.requests += 4;
  profile.counters.outOfWindow += 4;
  t.same(visibilityOf(profile), {
    readable_share: 0.5,
    truncated_share: 0.1667,
    sampled_share: 0.1667,
    estimated_requests: 18,
    out_of_window_share: 0.25,
  });
});

t.test('an account of which nothing lay within the window shows nothing', async (t) => {
  const profile = createProfile();
  profile.counters.requests = profile.counters.outOfWindow = 3;
  t.match(visibilityOf(profile), { readable_share: 0, out_of_window_share: 1 });
  t.match(visibilityOf(createProfile()), { readable_share: 0, estimated_requests: 0 });
});

t.test('volume counts what a sample leaves out; evidence counts what was seen', async (t) => {
  const whole = volumeOf(profileOf(times(48, {})));
  const sampled = volumeOf(profileOf(times(48, { sample_rate: 0.1 })));
  t.equal(sampled.requests, whole.requests);
  t.ok(Math.abs(sampled.perDay / whole.perDay - 10) < 1e-9);
  const absurd = profileOf([{ sample_rate: Number.MIN_VALUE }]);
  t.equal(visibilityOf(absurd).estimated_requests, 100_000);
});

t.test('whatever is sent, it is of its form, and merged it is that of all together', async () => {
  fc.assert(
    fc.property(fc.array(usageEvents(), { maxLength: 20 }), fc.nat(20), (events, cut) => {
      const whole = visibilityOf(profileOf(events));
      const parts = [profileOf(events.slice(0, cut)), profileOf(events.slice(cut))];
      const merged = visibilityOf(mergeProfiles(parts));
      return (
        visibility.safeParse(whole).success && JSON.stringify(merged) === JSON.stringify(whole)
      );
    }),
  );
});
