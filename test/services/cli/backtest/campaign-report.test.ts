import t from 'tap';
import { reportCampaigns } from '../../../../services/cli/backtest/campaign-report.ts';
import { showCampaigns } from '../../../../services/cli/backtest/show-campaigns.ts';
import { judgedAccount } from '../../../support/sample-backtest.ts';

const accounts = [
  judgedAccount('a', { campaign_id: 'large', detectedAt: 3 }),
  judgedAccount('b', { campaign_id: 'large', detectedAt: 5 }),
  judgedAccount('c', { campaign_id: 'large', detectedAt: 9 }),
  judgedAccount('d', { campaign_id: 'large' }),
  judgedAccount('e', { campaign_id: 'large', requests: { all: [], traces: [] } }),
  judgedAccount('x', { campaign_id: 'missed' }),
  judgedAccount('y', { campaign_id: 'missed' }),
  judgedAccount('z', { campaign_id: 'missed', detectedAt: 4 }),
  judgedAccount('lone'),
  judgedAccount('honest', { label: 'benign', campaign_id: 'course', detectedAt: 2 }),
];
const detected = new Map([
  ['c1', ['a', 'honest']],
  ['c2', ['b', 'c', 'd', 'z', 'honest', 'without-label']],
]);
const reports = reportCampaigns(accounts, detected);

await t.test('a campaign is found when half of its members are flagged', (t) => {
  t.match(reports, [
    { campaign_id: 'large', scenario: 'fleet', flagged: { count: 3, of: 5 }, is_found: true },
    { campaign_id: 'missed', flagged: { count: 1, of: 3 }, is_found: false },
  ]);
  t.equal(reports.length, 2, 'honest groups and accounts without a campaign are none');
  t.end();
});

await t.test('the detected campaign that covers most of it is named, with its precision', (t) => {
  t.match(reports[0]?.detected, {
    campaign_id: 'c2',
    members: 3,
    // b, c, d and z against one honest account; what has no label counts for nothing.
    precision: { count: 4, of: 5 },
  });
  t.equal(reportCampaigns(accounts, new Map())[0]?.detected, null);
  t.end();
});

await t.test(
  'the requests of all members count until the first and until half are flagged',
  (t) => {
    // Four members with a request at each moment: 2 before moment 3, and 8 before moment 9.
    t.match(reports[0], { requests_until_first_flag: 8, requests_until_half_flagged: 32 });
    t.match(reports[1], { requests_until_first_flag: 9, requests_until_half_flagged: null });
    t.end();
  },
);

await t.test('the table holds campaigns of two and more, and is left out without any', (t) => {
  const text = showCampaigns(reports).join('\n');
  t.match(text, /1 of 2 found/);
  t.match(text, /large +fleet +5 +3 +60\.00 % +yes +c2 +3 +80\.00 % +8 +32/);
  t.same(
    showCampaigns(reportCampaigns([judgedAccount('a', { campaign_id: 'one' })], detected)),
    [],
  );
  t.end();
});
