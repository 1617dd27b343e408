import type { LabelReport } from './label-report.ts';
import type { BacktestOutcome } from './outcome.ts';
import { rounded } from '../../statistics/proportion.ts';
import { showLabels } from './show-labels.ts';

/** The outcome as one JSON object: `--json`. Nothing in it depends on the machine or the hour. */
export function toReportJson(outcome: BacktestOutcome, report: LabelReport | undefined) {
  const levels = countLevels(outcome);
  return {
    events: outcome.counts.accepted + outcome.counts.duplicates + outcome.counts.rejected,
    accepted: outcome.counts.accepted,
    duplicates: outcome.counts.duplicates,
    rejected: outcome.counts.rejected,
    accounts: outcome.scores.length,
    from: outcome.span === null ? null : new Date(outcome.span.from).toISOString(),
    to: outcome.span === null ? null : new Date(outcome.span.to).toISOString(),
    campaigns: outcome.campaigns,
    flagged: levels.review,
    flagged_act: levels.act,
    alerts: outcome.alerts,
    alerts_a_day: alertsADay(outcome),
    ...report,
  };
}

/** null for a log of one moment. */
function alertsADay({ alerts, span }: BacktestOutcome) {
  const days = span === null ? 0 : (span.to - span.from) / 86_400_000;
  if (days === 0) return null;
  return { review: rounded(alerts.review / days), act: rounded(alerts.act / days) };
}

function countLevels({ findings }: BacktestOutcome) {
  const count = (wanted: string) => findings.filter(({ level }) => level === wanted).length;
  return { review: count('review'), act: count('act') };
}

/** The outcome for a person. */
export function toReportText(outcome: BacktestOutcome, report: LabelReport | undefined): string[] {
  const { accepted, duplicates, rejected } = outcome.counts;
  const levels = countLevels(outcome);
  const daily = alertsADay(outcome);
  return [
    `${accepted} events of ${outcome.scores.length} accounts (${duplicates} repeated, ${rejected} rejected)`,
    `${levels.review} accounts flagged for review, ${levels.act} of them at the act level, ${outcome.campaigns} campaigns`,
    `${outcome.alerts.review} alerts at the review level, of accounts and campaigns: ${daily?.review.toFixed(1) ?? '-'} a day`,
    ...(report === undefined ? [] : showLabels(report)),
  ];
}
