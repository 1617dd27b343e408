import t from 'tap';
import { createFlagBook } from '../../../../services/cli/backtest/flag-book.ts';
import { composeOutcome } from '../../../../services/cli/backtest/outcome.ts';
import type { CampaignRecord } from '../../../../workers/detection/campaigns/correlator.ts';
import { campaignOf, findingOf, firstAt } from '../../../support/sample-evidence.ts';

const hour = 3_600_000;
const tick = (hours: number) => firstAt + hours * hour;

function raise(campaignId: string, level: 'review' | 'act', hours: number) {
  const subject = { subject_kind: 'campaign', campaign_id: campaignId } as const;
  return findingOf(campaignId, hours * 60, { ...subject, level, score: 6 });
}

function withMembers(campaignId: string, ids: readonly string[], given: Partial<CampaignRecord>) {
  const members = ids.map((accountId) => ({ accountId, confidence: 1, reasons: [] }));
  return campaignOf(campaignId, { members, ...given });
}

function linesOf(book: ReturnType<typeof createFlagBook>) {
  const all = [tick(0), tick(1), tick(2), tick(9)];
  const requests = new Map([['m', { all, traces: [] }]]);
  const counts = { accepted: 0, duplicates: 0, rejected: 0 };
  const scores = [{ accountId: 'm', score: -1 }];
  return composeOutcome([{ counts, scores, requests, segments: new Map() }], book);
}

await t.test('a member is flagged when its campaign is, with its own requests counted', (t) => {
  const book = createFlagBook();
  book.addCampaigns(tick(2), {
    scores: [],
    findings: [raise('c1', 'review', 2)],
    campaigns: [withMembers('c1', ['m'], { level: 'review' })],
  });
  t.match(linesOf(book), {
    findings: [
      {
        account_id: 'm',
        campaign_id: 'c1',
        level: 'review',
        raised_at: '2026-03-02T12:00:00.000Z',
        requests_seen: 2,
        score: 6,
      },
    ],
    scores: [{ account_id: 'm', score: 5.5, campaign_id: 'c1', level: 'review' }],
  });
  t.end();
});

await t.test('the earlier of an own finding and a campaign counts, at each level', (t) => {
  const book = createFlagBook();
  book.addFindings([
    findingOf('m', 300, { level: 'review' }),
    findingOf('m', 60, { level: 'act' }),
  ]);
  book.addCampaigns(tick(3), {
    scores: [],
    findings: [raise('c1', 'review', 3)],
    campaigns: [withMembers('c1', ['m', 'n'], { level: 'review' })],
  });
  const { findings: lines, alerts } = linesOf(book);
  // Account and campaign raise one alert each, and an act finding stands for the review level too.
  t.same(alerts, { review: 2, act: 1 });
  t.match(
    lines.map((line) => [line.account_id, line.level, line.campaign_id, line.raised_at]),
    [
      ['m', 'review', null, '2026-03-02T11:00:00.000Z'],
      ['m', 'act', null, '2026-03-02T11:00:00.000Z'],
      ['n', 'review', 'c1', '2026-03-02T13:00:00.000Z'],
    ],
  );
  t.end();
});

await t.test('who joins later is flagged then, and a merge keeps the id that stays', (t) => {
  const book = createFlagBook();
  book.addCampaigns(tick(2), {
    scores: [],
    findings: [raise('c2', 'act', 2)],
    campaigns: [withMembers('c2', ['m'], { level: 'act', score: 8 })],
  });
  book.addCampaigns(tick(5), {
    scores: [],
    findings: [raise('c1', 'review', 5)],
    campaigns: [
      withMembers('c2', ['m'], { mergedInto: 'c1', level: 'act', score: 8 }),
      withMembers('c1', ['m', 'n'], { level: 'act', score: 8 }),
    ],
  });
  const { findings, scores, campaigns, campaignMembers } = linesOf(book);
  t.match(
    findings.filter(({ account_id }) => account_id === 'n'),
    [{ campaign_id: 'c1', raised_at: '2026-03-02T15:00:00.000Z' }, { level: 'act' }],
  );
  t.match(findings[0], { account_id: 'm', campaign_id: 'c2', level: 'review' });
  t.match(scores, [{ campaign_id: 'c1', level: 'act', score: 8 }]);
  t.equal(campaigns, 1);
  t.same(campaignMembers, new Map([['c1', ['m', 'n']]]));
  t.end();
});
