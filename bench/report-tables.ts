import type { CalibrationRow } from '../services/cli/backtest/calibration.ts';
import type { CampaignReport } from '../services/cli/backtest/campaign-report.ts';
import { interval, percent } from '../services/cli/backtest/format-figures.ts';
import type { BenchTable } from './bench.ts';

function calibrationRow({ level, client_class, stated, realised, verdict }: CalibrationRow) {
  const value = realised.value === null ? '-' : percent(realised.value);
  return [level, client_class, realised.of, percent(stated), value, interval(realised), verdict];
}

/** The stated against the realised false-positive rate, over all honest accounts and by declared class. */
export function calibrationTable(name: string, rows: readonly CalibrationRow[]): BenchTable {
  return {
    title: `Calibration on ${name}`,
    columns: ['level', 'client class', 'benign', 'stated', 'realised', '95 % interval', 'verdict'],
    rows: rows.map(calibrationRow),
    note: 'Within: the two agree within a factor of 2. Unsure: they do not, but there are too few accounts to tell.',
  };
}

function campaignRow({
  campaign_id,
  scenario,
  flagged,
  is_found,
  detected,
  ...sent
}: CampaignReport) {
  return [
    campaign_id,
    scenario,
    `${flagged.count} of ${flagged.of}`,
    is_found ? 'yes' : 'no',
    detected === null ? '-' : `${detected.members} of ${flagged.of}`,
    detected === null ? '-' : percent(detected.precision.value ?? 0),
    sent.requests_until_first_flag ?? '-',
    sent.requests_until_half_flagged ?? '-',
  ];
}

/** The labelled campaigns of two and more accounts. */
export function campaignTable(name: string, campaigns: readonly CampaignReport[]): BenchTable {
  return {
    title: `Campaigns on ${name}`,
    columns: [
      'campaign',
      'scenario',
      'flagged',
      'found',
      'in one campaign',
      'its precision',
      'requests to first flag',
      'to half',
    ],
    rows: campaigns.filter(({ flagged }) => flagged.of > 1).map(campaignRow),
    note: 'Found: at least half of the members flagged. The last two columns count the requests of all members together.',
  };
}
