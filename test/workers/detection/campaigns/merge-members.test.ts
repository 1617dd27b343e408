import t from 'tap';
import { createMergeMembers } from '../../../../workers/detection/campaigns/merge-members.ts';
import type { IndexedAccount } from '../../../../workers/detection/campaigns/trait-index.ts';
import { encodeProfile } from '../../../../workers/detection/profile/profile-codec.ts';
import { createProfile } from '../../../../workers/detection/profile/profile.ts';

function account(accountId: string, requests: number): IndexedAccount {
  const profile = createProfile();
  profile.counters.requests = requests;
  const profileBytes = encodeProfile(profile);
  return { accountId, profileBytes, unit: accountId, requests, leaning: 0, traits: [] };
}

t.test('a group is merged once, and again when a member sent more or is another', (t) => {
  const merge = createMergeMembers();
  const [one, two] = [account('one', 3), account('two', 4)];
  const first = merge([one, two]);
  t.equal(first.merged.counters.requests, 7);
  t.equal(merge([one, two]), first);
  t.equal(merge([one, account('two', 9)]).merged.counters.requests, 12);
  t.equal(merge([one, account('three', 1)]).merged.counters.requests, 4);
  t.equal(merge([one]).merged.counters.requests, 3);
  t.end();
});
