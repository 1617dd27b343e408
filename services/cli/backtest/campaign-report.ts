import type { Judged } from './judged.ts';
import { proportion, type Proportion } from '../../statistics/proportion.ts';
import { countBefore } from './request-times.ts';

/** One labelled campaign of extraction, and the detected campaign that covers most of it. */
export interface CampaignReport {
  readonly campaign_id: string;
  readonly scenario: string;
  /** Members at the review level: the recall of the campaign. */
  readonly flagged: Proportion;
  /** Whether at least half of the members were flagged. */
  readonly is_found: boolean;
  readonly detected: DetectedCampaign | null;
  /** Requests that all members together sent until the first of them was flagged; null when none was. */
  readonly requests_until_first_flag: number | null;
  /** The same until half of the members were flagged. */
  readonly requests_until_half_flagged: number | null;
}

export interface DetectedCampaign {
  readonly campaign_id: string;
  /** Members of the labelled campaign in it. */
  readonly members: number;
  /** The share of its labelled members that extract, of whatever campaign. */
  readonly precision: Proportion;
}

type Members = ReadonlyMap<string, readonly string[]>;

function findCover(members: readonly Judged[], detected: Members): [string, number] | undefined {
  const wanted = new Set(members.map(({ account_id }) => account_id));
  return [...detected]
    .map(([id, accounts]): [string, number] => [id, accounts.filter((a) => wanted.has(a)).length])
    .filter(([, count]) => count > 0)
    .sort(([leftId, left], [rightId, right]) => right - left || (leftId < rightId ? -1 : 1))[0];
}

/** Requests sent until the `rank`-th member, in the order of detection, was flagged. */
function requestsUntil(members: readonly Judged[], rank: number): number | null {
  const times = members.map(({ detectedAt }) => detectedAt).sort((a, b) => a - b);
  const at = times[rank - 1] ?? Infinity;
  if (at === Infinity) return null;
  return members.reduce((sum, { requests }) => sum + countBefore(requests.all, at), 0);
}

function reportOne(members: readonly Judged[], detected: DetectedCampaign | null): CampaignReport {
  const flagged = members.filter(({ detectedAt }) => detectedAt < Infinity).length;
  const half = Math.ceil(members.length / 2);
  return {
    campaign_id: members[0]?.campaign_id ?? '',
    scenario: members[0]?.scenario ?? '',
    flagged: proportion(flagged, members.length),
    is_found: flagged >= half,
    detected,
    requests_until_first_flag: requestsUntil(members, 1),
    requests_until_half_flagged: requestsUntil(members, half),
  };
}

/** Every labelled campaign of extraction, the larger first. Honest groups are no campaigns. */
export function reportCampaigns(judged: readonly Judged[], detected: Members): CampaignReport[] {
  const labelOf = new Map(judged.map(({ account_id, label }) => [account_id, label]));
  const precisionOf = (id: string) => {
    const known = (detected.get(id) ?? []).flatMap((account) => labelOf.get(account) ?? []);
    return proportion(known.filter((label) => label === 'extraction').length, known.length);
  };
  const extracting = judged.filter((one) => one.label === 'extraction' && one.campaign_id);
  return [...Map.groupBy(extracting, (one) => one.campaign_id).values()]
    .map((members) => {
      const cover = findCover(members, detected);
      if (cover === undefined) return reportOne(members, null);
      const [campaign_id, count] = cover;
      return reportOne(members, {
        campaign_id,
        members: count,
        precision: precisionOf(campaign_id),
      });
    })
    .sort((a, b) => b.flagged.of - a.flagged.of || (a.campaign_id < b.campaign_id ? -1 : 1));
}
