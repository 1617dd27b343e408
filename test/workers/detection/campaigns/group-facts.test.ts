import fc from 'fast-check';
import t from 'tap';
import { groupFactsOf } from '../../../../workers/detection/campaigns/group-facts.ts';
import { mergeProfiles } from '../../../../workers/detection/profile/merge-profiles.ts';
import type { GroupFacts } from '../../../../workers/detection/scoring/define-detector.ts';
import { bankOf, profileOf } from './traffic.ts';

const shape = {
  units: 4,
  rarity: 3.5,
  sharedTexts: 2,
  otherTies: 0,
  leaningShare: 0.9,
  lockstep: 0,
  resemblance: 0.1,
  retargeting: 0,
};

interface Member {
  readonly prompts: readonly string[];
  readonly outputTokens?: readonly number[];
}

function factsOf(members: readonly Member[]): GroupFacts {
  const profiles = members.map((member, index) =>
    profileOf({ accountId: `member-${index}`, ...member }),
  );
  return groupFactsOf(profiles, mergeProfiles(profiles), shape);
}

t.test('the shape of the group is passed on', async (t) => {
  t.match(factsOf([{ prompts: [] }]), shape);
  t.match(factsOf([]), { ...shape, replication: 0, heterogeneity: 0 });
});

t.test('members that partition a bank replicate nothing, a class nearly everything', async (t) => {
  // Distinct counts are estimates: 6.5 % standard error.
  const partition = [0, 1, 2, 3].map((index) => ({ prompts: bankOf(1, index * 60, 60) }));
  const half = [0, 1, 2, 3].map((index) => ({ prompts: bankOf(1, index * 30, 60) }));
  const replica = [0, 1, 2, 3].map(() => ({ prompts: bankOf(1, 0, 60) }));
  t.ok(factsOf(partition).replication < 0.15);
  t.ok(Math.abs(factsOf(half).replication - 0.375) < 0.12, 'of 240 requests 150 are distinct');
  t.ok(Math.abs(factsOf(replica).replication - 0.75) < 0.06, 'of 240 requests 60 are distinct');
  t.equal(factsOf([{ prompts: bankOf(1, 0, 60) }]).replication, 0, 'nobody replicates alone');
});

t.test('members that draw from one source are alike, whatever their sizes', async () => {
  const sizes = fc.array(fc.integer({ min: 10, max: 80 }), { minLength: 3, maxLength: 8 });
  fc.assert(
    fc.property(sizes, fc.nat(1000), (counts, seed) => {
      const members = counts.map((count, index) => ({ prompts: bankOf(seed, index * 100, count) }));
      return factsOf(members).heterogeneity < 0.12;
    }),
    { numRuns: 40 },
  );
});

t.test('two unlike sources are told apart by requests or by answers', async (t) => {
  const bank = { prompts: bankOf(1, 0, 60) };
  const pages = { prompts: bankOf(1, 0, 60).map((task) => `${task} `.repeat(12)) };
  const labels = { prompts: bankOf(1, 100, 60), outputTokens: [1, 2, 3] };
  const essays = { prompts: bankOf(1, 200, 60), outputTokens: [700, 900, 1200] };
  t.ok(factsOf([bank, pages]).heterogeneity > 0.3, 'tasks and pages');
  t.ok(factsOf([labels, essays]).heterogeneity > 0.3, 'labels and essays');
  t.equal(factsOf([labels, { prompts: ['one'] }]).heterogeneity, 0, 'one request says nothing');
});
