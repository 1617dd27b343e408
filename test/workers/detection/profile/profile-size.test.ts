import t from 'tap';
import { simulate } from '../../../../services/simulate/simulate.ts';
import { foldEvent } from '../../../../workers/detection/profile/fold-event.ts';
import { encodeProfile } from '../../../../workers/detection/profile/profile-codec.ts';
import { createProfile, type Profile } from '../../../../workers/detection/profile/profile.ts';

t.test(
  'profiles of simulated traffic take at most 4 KB at the median and 8 KB at most',
  async (t) => {
    const profiles = new Map<string, Profile>();
    for (const event of simulate({ seed: 3, accounts: 120, days: 3 }).events) {
      const profile = profiles.get(event.account_id) ?? createProfile();
      profiles.set(event.account_id, profile);
      foldEvent(profile, event, Date.parse(event.occurred_at));
    }
    const sizes = [...profiles.values()]
      .map((profile) => encodeProfile(profile).length)
      .sort((a, b) => a - b);
    const median = sizes[Math.floor(sizes.length / 2)] ?? Infinity;
    t.ok(median <= 4096, `median ${String(median)} bytes of ${String(sizes.length)} accounts`);
    t.ok((sizes.at(-1) ?? Infinity) <= 8192, `largest ${String(sizes.at(-1))} bytes`);
  },
);
