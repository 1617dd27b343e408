import type { FindingCounts, FlaggedAccount } from '../../storage/flagged-accounts.ts';
import type { TrafficTotals } from './send-traffic.ts';

export interface DemoResult extends TrafficTotals, FindingCounts {
  readonly seconds: number;
  readonly flagged: readonly FlaggedAccount[];
}

/** The object of `demo --json`, on one line. */
export function toJson(result: DemoResult): string {
  const { events, accepted, rejected, seconds, alerts, cases, campaigns } = result;
  const flagged = result.flagged.map((account) => ({
    account_id: account.accountId,
    campaign_id: account.campaignId,
    score: account.score,
    raised_at: account.raisedAt.toISOString(),
    reasons: account.reasons,
  }));
  return JSON.stringify({ events, accepted, rejected, seconds, alerts, cases, campaigns, flagged });
}

const mostLines = 40;

function strongestReasons({ reasons }: FlaggedAccount): string {
  const strongest = reasons.toSorted((left, right) => right.evidence_weight - left.evidence_weight);
  return strongest
    .slice(0, 3)
    .map(({ detector, evidence_weight }) => `${detector} +${evidence_weight.toFixed(1)}`)
    .join(', ');
}

function toLine(account: FlaggedAccount): string {
  return [
    account.accountId.padEnd(24).slice(0, 24),
    (account.campaignId ?? '-').padEnd(20).slice(0, 20),
    account.score.toFixed(1).padStart(6),
    account.raisedAt.toISOString().slice(0, 16),
    strongestReasons(account),
  ].join('  ');
}

/** What was found, for a person to read. */
export function toTable(result: DemoResult): string {
  const heading = `${'account'.padEnd(24)}  ${'campaign'.padEnd(20)}   score  flagged at        strongest reasons`;
  const lines = result.flagged.slice(0, mostLines).map(toLine);
  const more = result.flagged.length - lines.length;
  return [
    '',
    `${result.events} events in ${result.seconds} s: ${result.accepted} accepted, ${result.rejected} rejected.`,
    `${result.flagged.length} accounts flagged, ${result.campaigns} campaigns, ${result.alerts} alerts, ${result.cases} cases.`,
    ...(lines.length > 0 ? ['', heading, ...lines] : []),
    ...(more > 0 ? [`... and ${more} more in the console`] : []),
  ].join('\n');
}
