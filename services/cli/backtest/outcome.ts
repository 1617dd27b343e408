import type { Reason } from '../../contracts/finding.ts';
import type { AccountScore, ShardCounts, ShardResult } from './backtest-shard.ts';
import type { Flag, FlagBook } from './flag-book.ts';
import { countBefore, type RequestTimes } from './request-times.ts';

/** One line of the findings file. */
export interface FindingLine {
  readonly account_id: string;
  readonly campaign_id: string | null;
  readonly level: 'review' | 'act';
  readonly raised_at: string;
  readonly requests_seen: number;
  readonly score: number;
  readonly reasons: readonly Reason[];
}

/** One line of the scores file. */
export interface ScoreLine {
  readonly account_id: string;
  readonly score: number;
  readonly campaign_id: string | null;
  readonly level: 'none' | 'review' | 'act';
}

export interface BacktestOutcome {
  readonly counts: ShardCounts;
  readonly campaigns: number;
  /** Subjects, accounts and campaigns, that reached each level: one alert each. */
  readonly alerts: { readonly review: number; readonly act: number };
  /** Event times in ms of the first and last accepted event; null without any. */
  readonly span: { readonly from: number; readonly to: number } | null;
  /** In time order. */
  readonly findings: readonly FindingLine[];
  /** In the order of the account ids. */
  readonly scores: readonly ScoreLine[];
  /** The accounts of every campaign that stands at the end. */
  readonly campaignMembers: ReadonlyMap<string, readonly string[]>;
  readonly requests: ReadonlyMap<string, RequestTimes>;
  /** The segment that an account's record declares, where it declares one. */
  readonly segments: ReadonlyMap<string, string>;
}

const ascending = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);

function findingLine(flag: Flag, times: readonly number[]): FindingLine {
  const { accountId, campaignId, level, raisedAt, requestsSeen, score, reasons } = flag;
  return {
    account_id: accountId,
    campaign_id: campaignId,
    level,
    raised_at: new Date(raisedAt).toISOString(),
    requests_seen: requestsSeen ?? countBefore(times, raisedAt),
    score,
    reasons: reasons.map(({ detector, value, threshold, evidence_weight }) => ({
      detector,
      value,
      threshold,
      evidence_weight,
    })),
  };
}

function scoreLine({ accountId, score }: AccountScore, book: FlagBook): ScoreLine {
  const campaign = book.campaigns.find(accountId);
  return {
    account_id: accountId,
    score: Math.max(score, book.findScore(accountId) ?? -Infinity, campaign?.score ?? -Infinity),
    campaign_id: campaign?.campaignId ?? null,
    level: book.findLevel(accountId),
  };
}

const levelRank = { review: 0, act: 1 } as const;

function inTimeOrder(left: FindingLine, right: FindingLine): number {
  return (
    ascending(left.raised_at, right.raised_at) ||
    ascending(left.account_id, right.account_id) ||
    levelRank[left.level] - levelRank[right.level]
  );
}

function spanOf(shards: readonly ShardResult[]): BacktestOutcome['span'] {
  let from = Infinity;
  let to = -Infinity;
  for (const { all } of shards.flatMap(({ requests }) => [...requests.values()])) {
    from = Math.min(from, all[0] ?? Infinity);
    to = Math.max(to, all.at(-1) ?? -Infinity);
  }
  return from <= to ? { from, to } : null;
}

function sumCounts(shards: readonly ShardResult[]): ShardCounts {
  return shards.reduce(
    (sum, { counts }) => ({
      accepted: sum.accepted + counts.accepted,
      duplicates: sum.duplicates + counts.duplicates,
      rejected: sum.rejected + counts.rejected,
    }),
    { accepted: 0, duplicates: 0, rejected: 0 },
  );
}

/** Puts what the shards and the correlation found into the lines of the output files. */
export function composeOutcome(shards: readonly ShardResult[], book: FlagBook): BacktestOutcome {
  const requests = new Map(shards.flatMap((shard) => [...shard.requests]));
  return {
    counts: sumCounts(shards),
    campaigns: book.campaigns.count,
    alerts: { review: book.countAlerts('review'), act: book.countAlerts('act') },
    span: spanOf(shards),
    findings: book
      .list()
      .map((flag) => findingLine(flag, requests.get(flag.accountId)?.all ?? []))
      .sort(inTimeOrder),
    scores: shards
      .flatMap(({ scores }) => scores)
      .map((score) => scoreLine(score, book))
      .sort((left, right) => ascending(left.account_id, right.account_id)),
    campaignMembers: book.campaigns.listMembers(),
    requests,
    segments: new Map(shards.flatMap((shard) => [...shard.segments])),
  };
}
