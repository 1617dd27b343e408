import type { Label } from './labels.ts';
import type { BacktestOutcome } from './outcome.ts';
import type { RequestTimes } from './request-times.ts';

/** A labelled account, ambiguous ones left out, beside what the backtest made of it. */
export interface Judged extends Label {
  readonly label: 'extraction' | 'benign';
  /** Requests seen when the review level was reached; undefined when it never was. */
  readonly requestsSeen: number | undefined;
  /** Event time (ms) at which the review level was reached; Infinity when it never was. */
  readonly detectedAt: number;
  /** Event time (ms) of the first attack; -Infinity where the label names none, so that every request counts. */
  readonly firstAttackAt: number;
  /** Empty for an account without events. */
  readonly requests: RequestTimes;
}

const noRequests: RequestTimes = { all: [], traces: [] };

/** Joins the labels with the findings at the review level. */
export function judgeLabels(
  outcome: BacktestOutcome,
  labels: readonly Label[],
  attackTimes: ReadonlyMap<string, number>,
): Judged[] {
  const reviews = outcome.findings.filter(({ level }) => level === 'review');
  const found = new Map(reviews.map((line) => [line.account_id, line]));
  return labels.flatMap((label) => {
    if (label.label === 'ambiguous') return [];
    const finding = found.get(label.account_id);
    return {
      ...label,
      label: label.label,
      requestsSeen: finding?.requests_seen,
      detectedAt: finding === undefined ? Infinity : Date.parse(finding.raised_at),
      firstAttackAt: attackTimes.get(label.account_id) ?? -Infinity,
      requests: outcome.requests.get(label.account_id) ?? noRequests,
    };
  });
}
