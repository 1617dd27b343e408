import { formatTable } from '../format-table.ts';
import type { CampaignReport } from './campaign-report.ts';
import { percent } from './format-figures.ts';

const head = [
  'campaign',
  'scenario',
  'members',
  'flagged',
  'recall',
  'found',
  'detected as',
  'holds',
  'precision',
  'requests to first',
  'to half',
];

function row(campaign: CampaignReport) {
  const { flagged, detected } = campaign;
  return [
    campaign.campaign_id,
    campaign.scenario,
    flagged.of,
    flagged.count,
    percent(flagged.value ?? 0),
    campaign.is_found ? 'yes' : 'no',
    detected?.campaign_id ?? null,
    detected?.members ?? null,
    detected === null ? null : percent(detected.precision.value ?? 0),
    campaign.requests_until_first_flag,
    campaign.requests_until_half_flagged,
  ];
}

/** The campaigns of two and more; one account alone is counted in its scenario. */
export function showCampaigns(campaigns: readonly CampaignReport[]): string[] {
  const groups = campaigns.filter(({ flagged }) => flagged.of > 1);
  if (groups.length === 0) return [];
  const found = groups.filter((campaign) => campaign.is_found).length;
  return [
    '',
    `Labelled campaigns of two and more accounts: ${found} of ${groups.length} found, that is, half of their members flagged.`,
    "Holds and precision: members in the detected campaign that covers most of them, and the share of that campaign's labelled members that extract.",
    'The last two columns are the requests that all members together sent until the first of them, and half of them, were flagged.',
    '',
    ...formatTable(head, groups.map(row)),
  ];
}
