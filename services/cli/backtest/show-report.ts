import { formatTable } from '../format-table.ts';
import type { Estimate, LabelReport } from './label-report.ts';
import type { BacktestOutcome } from './outcome.ts';
import type { Proportion } from './proportion.ts';

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
    ...report,
  };
}

function countLevels({ findings }: BacktestOutcome) {
  const count = (wanted: string) => findings.filter(({ level }) => level === wanted).length;
  return { review: count('review'), act: count('act') };
}

function percent(value: number): string {
  return `${(value * 100).toFixed(2)} %`;
}

function share({ count, of, value, low, high }: Proportion): string {
  if (value === null) return 'nothing to count';
  return `${percent(value)}  (${count} of ${of}; 95 %: ${percent(low)} to ${percent(high)})`;
}

function estimate(given: Estimate | null, show: (value: number) => string): string {
  if (given === null) return '-';
  return `${show(given.value)}  (95 %: ${show(given.low)} to ${show(given.high)})`;
}

function scenarioRows(report: LabelReport) {
  return report.scenarios.map(({ label, scenario, flagged, requests_until_detection }) => [
    label,
    scenario,
    flagged.of,
    flagged.count,
    percent(flagged.value ?? 0),
    `${percent(flagged.low)} - ${percent(flagged.high)}`,
    requests_until_detection.median,
    requests_until_detection.p90,
  ]);
}

const scenarioHead = [
  'label',
  'scenario',
  'accounts',
  'flagged',
  'share',
  '95 % interval',
  'requests p50',
  'p90',
];

function showLabels(report: LabelReport): string[] {
  const until = report.requests_until_detection;
  const monthly = report.false_alerts_per_1000_benign_per_30_days;
  const rare = report.precision_at_prevalence_1_in_1000;
  return [
    '',
    'Against the labels, at the review level:',
    `  precision            ${share(report.precision)}`,
    `  recall               ${share(report.recall)}`,
    `  false-positive rate  ${share(report.false_positive_rate)}`,
    `  requests until detection: median ${until.median ?? '-'}, 90 % within ${until.p90 ?? '-'}`,
    `  false alerts per 1,000 benign accounts per 30 days: ${estimate(monthly, (value) => value.toFixed(1))}`,
    `  precision if 1 account in 1,000 extracts: ${estimate(rare, percent)}`,
    `  left out: ${report.ambiguous_left_out} ambiguous; without a label: ${report.unlabelled_flagged} flagged`,
    '',
    ...formatTable(scenarioHead, scenarioRows(report)),
  ];
}

/** The outcome for a person. */
export function toReportText(outcome: BacktestOutcome, report: LabelReport | undefined): string[] {
  const { accepted, duplicates, rejected } = outcome.counts;
  const levels = countLevels(outcome);
  return [
    `${accepted} events of ${outcome.scores.length} accounts (${duplicates} repeated, ${rejected} rejected)`,
    `${levels.review} accounts flagged for review, ${levels.act} of them at the act level, ${outcome.campaigns} campaigns`,
    ...(report === undefined ? [] : showLabels(report)),
  ];
}
