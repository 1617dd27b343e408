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

const mostLines = 30;
const columns = { subject: 30, size: 8, score: 6 } as const;

/** The three reasons that weigh most, for and against. */
function strongestReasons({ reasons }: FlaggedAccount): string {
  const strongest = reasons.toSorted(
    (left, right) => Math.abs(right.evidence_weight) - Math.abs(left.evidence_weight),
  );
  return strongest
    .slice(0, 3)
    .map(({ detector, evidence_weight }) => `${detector} ${signed(evidence_weight)}`)
    .join(', ');
}

function signed(weight: number): string {
  return `${weight < 0 ? '' : '+'}${weight.toFixed(1)}`;
}

function layOut(subject: string, size: string, [score, at, reasons]: readonly string[]): string {
  return [
    subject.padEnd(columns.subject).slice(0, columns.subject),
    size.padStart(columns.size),
    (score ?? '').padStart(columns.score),
    (at ?? '').padEnd(16),
    reasons ?? '',
  ].join('  ');
}

/** One line for a campaign, of which its strongest member says why, or for an account of none. */
function toLine([first, ...others]: readonly [FlaggedAccount, ...FlaggedAccount[]]): string {
  const { accountId, campaignId, score, raisedAt } = first;
  return layOut(campaignId ?? accountId, campaignId === null ? '' : String(others.length + 1), [
    score.toFixed(1),
    raisedAt.toISOString().slice(0, 16),
    strongestReasons(first),
  ]);
}

/** Members of one campaign stand together; the order of the accounts stays. */
function groupByCampaign(flagged: readonly FlaggedAccount[]) {
  const groups = new Map<string, [FlaggedAccount, ...FlaggedAccount[]]>();
  for (const account of flagged) {
    const subject = account.campaignId ?? account.accountId;
    const group = groups.get(subject);
    if (group === undefined) groups.set(subject, [account]);
    else group.push(account);
  }
  return [...groups.values()];
}

function listSubjects(flagged: readonly FlaggedAccount[]): string[] {
  if (flagged.length === 0) return [];
  const groups = groupByCampaign(flagged);
  const campaigns = groups.filter(([{ campaignId }]) => campaignId !== null);
  const alone = groups.filter(([{ campaignId }]) => campaignId === null);
  const shown = [...campaigns, ...alone].slice(0, mostLines);
  const more = groups.length - shown.length;
  return [
    '',
    layOut('campaign or account', 'accounts', ['score', 'flagged at', 'strongest reasons']),
    ...shown.map(toLine),
    ...(more > 0 ? [`... and ${more} more in the console`] : []),
  ];
}

/** What was found, for a person to read. */
export function toTable(result: DemoResult): string {
  return [
    '',
    `${result.events} events in ${result.seconds} s: ${result.accepted} accepted, ${result.rejected} rejected.`,
    `${result.flagged.length} accounts flagged, ${result.campaigns} campaigns, ${result.alerts} alerts, ${result.cases} cases.`,
    ...listSubjects(result.flagged),
  ].join('\n');
}
