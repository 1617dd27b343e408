import t from 'tap';
import { createCampaignBook } from '../../../../workers/detection/campaigns/campaign-book.ts';
import type { SharedLink } from '../../../../workers/detection/campaigns/shared-links.ts';
import { updateCampaign } from '../../../../workers/detection/campaigns/update-campaign.ts';
import { createProfile } from '../../../../workers/detection/profile/profile.ts';
import { alone } from '../../../../workers/detection/scoring/define-detector.ts';
import { scoringSettings } from '../../../../workers/detection/scoring/settings.ts';
import { featuresOf } from '../../../builders/features.ts';
import { firstTickAt, tickMs } from './traffic.ts';

const settings = scoringSettings.parse({});
const { act, groupReview } = settings;

/** A judged group: the letters of `members` are accounts that carry `trait`. */
interface Group {
  readonly members: string;
  readonly tick: number;
  readonly trait?: string;
  readonly score?: number;
  readonly isActSupported?: boolean;
}

function createStory() {
  const book = createCampaignBook();
  const judge = (given: Group) => {
    const { members, tick, trait = 'system:0000000a' } = given;
    const { score = groupReview, isActSupported = true } = given;
    const link: SharedLink = { trait, family: 'system', accounts: members.length, rarity: 4 };
    const group = {
      trait,
      tickAt: firstTickAt + tick * tickMs,
      members: Array.from(members, (accountId) => ({
        accountId,
        traits: [trait],
        unit: accountId,
        requests: 30,
        leaning: 0,
        profileBytes: new Uint8Array(0),
      })),
      verdict: {
        assessment: { score, reasons: [] },
        features: featuresOf(),
        context: alone,
        calibration: { clientClass: 'product' as const, rate: null, isActSupported },
        merged: createProfile(),
        links: [link],
      },
    };
    return updateCampaign(book, group, settings);
  };
  return { book, judge };
}

function memberIds({ members }: { readonly members: readonly { readonly accountId: string }[] }) {
  return members.map(({ accountId }) => accountId).join('');
}

t.test('a campaign keeps its identity while members come and go', async (t) => {
  const { judge } = createStory();
  const first = judge({ members: 'abcdef', tick: 0 });
  t.equal(first.before, undefined);
  const grown = judge({ members: 'cdefghi', tick: 1 });
  const moved = judge({ members: 'fghijkl', tick: 2 });
  t.equal(grown.after.campaignId, first.after.campaignId);
  t.equal(moved.after.campaignId, first.after.campaignId);
  t.equal(moved.after.firstSeenAt, firstTickAt);
  t.equal(memberIds(moved.after), 'abcdefghijkl', 'who belonged once stays on record');
});

t.test('groups that share less than half of the smaller are two campaigns', async (t) => {
  const { judge } = createStory();
  const one = judge({ members: 'abcdef', tick: 0 });
  const apart = judge({ members: 'efuvwxyz', tick: 0, trait: 'system:0000000b' });
  t.not(apart.after.campaignId, one.after.campaignId);
  const joined = judge({ members: 'defg', tick: 1, trait: 'system:0000000c' });
  t.equal(joined.after.campaignId, one.after.campaignId, 'three of its four members');
});

t.test('campaigns that turn out to be one keep the older id; the other redirects', async (t) => {
  const { book, judge } = createStory();
  const older = judge({ members: 'abcd', tick: 0 }).after;
  const younger = judge({ members: 'mnop', tick: 1, trait: 'system:0000000b' }).after;
  const merged = judge({ members: 'abcdmnop', tick: 2 });
  t.equal(merged.after.campaignId, older.campaignId);
  t.equal(memberIds(merged.after), 'abcdmnop');
  t.same(
    merged.changed.map(({ campaignId, mergedInto }) => [campaignId, mergedInto]),
    [
      [younger.campaignId, older.campaignId],
      [older.campaignId, null],
    ],
  );
  t.equal(book.get(younger.campaignId)?.mergedInto, older.campaignId);
  t.same(
    book.overlapping(['m', 'n']).map(({ campaignId }) => campaignId),
    [older.campaignId],
    'a merged campaign takes no more members',
  );
});

t.test('campaigns of one tick merge into the same one, whichever is put first', async (t) => {
  const idOf = (order: readonly string[]) => {
    const { judge } = createStory();
    for (const members of order) judge({ members, tick: 0, trait: `system:${members}` });
    return judge({ members: 'abcdmnop', tick: 1 }).after.campaignId;
  };
  t.equal(idOf(['abcd', 'mnop']), idOf(['mnop', 'abcd']));
});

t.test('level and score never fall', async (t) => {
  const { judge } = createStory();
  t.match(judge({ members: 'abcd', tick: 0 }).after, { level: 'review', score: groupReview });
  t.match(judge({ members: 'abcd', tick: 1, score: act }).after, { level: 'act', score: act });
  t.match(judge({ members: 'abcd', tick: 2 }).after, { level: 'act', score: act });
});

t.test('a score that the baseline does not support stays at review, however high', async (t) => {
  const { judge } = createStory();
  const held = judge({ members: 'abcd', tick: 0, score: act, isActSupported: false });
  t.match(held.after, { level: 'review', score: act });
  t.match(judge({ members: 'abcd', tick: 1, score: act }).after, { level: 'act' });
});

t.test(
  'a campaign that takes in another keeps the higher level and score of the two',
  async (t) => {
    const { judge } = createStory();
    judge({ members: 'abcd', tick: 0 });
    judge({ members: 'mnop', tick: 1, trait: 'system:0000000b', score: act });
    t.match(judge({ members: 'abcdmnop', tick: 2 }).after, { level: 'act', score: act });
  },
);

t.test('links and confidence of members are those of the surest judgement', async (t) => {
  const { judge } = createStory();
  judge({ members: 'abcd', tick: 0 });
  const { after } = judge({ members: 'abcde', tick: 1, trait: 'longTail:0000000b' });
  t.same(
    after.links.map(({ trait }) => trait),
    ['system:0000000a', 'longTail:0000000b'],
  );
  t.ok(after.members.every(({ confidence }) => confidence === 1));
});
