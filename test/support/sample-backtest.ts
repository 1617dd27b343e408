import type { Judged } from '../../services/cli/backtest/judged.ts';
import type { BacktestOutcome, FindingLine } from '../../services/cli/backtest/outcome.ts';

const day = 86_400_000;

export function flagLine(
  account_id: string,
  requests_seen: number,
  level: 'review' | 'act' = 'review',
): FindingLine {
  const rest = { campaign_id: null, raised_at: '2026-03-01T00:00:00.000Z', score: 1, reasons: [] };
  return { account_id, level, requests_seen, ...rest };
}

/** Fifteen days with these findings and nothing else. */
export function outcomeOf(
  findings: readonly FindingLine[],
  given: Partial<BacktestOutcome> = {},
): BacktestOutcome {
  return {
    counts: { accepted: 100, duplicates: 0, rejected: 0 },
    span: { from: 0, to: 15 * day },
    campaigns: 0,
    alerts: { review: 0, act: 0 },
    scores: [],
    campaignMembers: new Map(),
    requests: new Map(),
    segments: new Map(),
    findings,
    ...given,
  };
}

/** An extracting account that was never detected, with ten requests at the moments 1 to 10. */
export function judgedAccount(account_id: string, given: Partial<Judged> = {}): Judged {
  return {
    account_id,
    label: 'extraction',
    scenario: 'fleet',
    requestsSeen: undefined,
    detectedAt: Infinity,
    firstAttackAt: -Infinity,
    requests: { all: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], traces: [] },
    ...given,
  };
}
