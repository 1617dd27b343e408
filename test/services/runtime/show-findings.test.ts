import t from 'tap';
import { toJson, toTable, type DemoResult } from '../../../services/runtime/demo/show-findings.ts';
import type { FlaggedAccount } from '../../../services/storage/flagged-accounts.ts';

function flag(accountId: string, campaignId: string | null, score: number): FlaggedAccount {
  const reasons = [
    { detector: 'exact-repeats', value: 1, threshold: 0.5, evidence_weight: -1 },
    { detector: 'logit-probing', value: 1, threshold: 0.5, evidence_weight: 2.25 },
  ];
  return { accountId, campaignId, score, raisedAt: new Date('2026-09-07T02:00:00Z'), reasons };
}

const result: DemoResult = {
  ...{ events: 10, accepted: 9, rejected: 1, seconds: 1.5, alerts: 3, cases: 2, campaigns: 1 },
  flagged: [flag('acc_1', 'cmp_1', 9), flag('acc_2', null, 8), flag('acc_3', 'cmp_1', 7)],
};

t.test('the table has one line for a campaign and one for an account of none', async (t) => {
  const lines = toTable(result).split('\n');
  t.match(
    lines.filter((line) => /cmp_|acc_/.test(line)),
    [
      /^cmp_1 +2 +9\.0 {2}2026-09-07T02:00 {2}logit-probing \+2\.3, exact-repeats -1\.0$/,
      /^acc_2 +8\.0 /,
    ],
  );
  t.match(lines[2], '3 accounts flagged, 1 campaigns, 3 alerts, 2 cases.');
});

t.test('the JSON line has the fields of the contract', async (t) => {
  const read = JSON.parse(toJson(result)) as { flagged: object[] };
  t.same(Object.keys(read), [
    ...['events', 'accepted', 'rejected', 'seconds', 'alerts', 'cases', 'campaigns', 'flagged'],
  ]);
  t.same(Object.keys(read.flagged[0] ?? {}), [
    ...['account_id', 'campaign_id', 'score', 'raised_at', 'reasons'],
  ]);
  t.match(read.flagged[0], { raised_at: '2026-09-07T02:00:00.000Z' });
});
