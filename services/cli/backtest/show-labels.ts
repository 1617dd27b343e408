import { formatTable } from '../format-table.ts';
import { estimate, interval, percent, share } from './format-figures.ts';
import type { Exposure } from './exposure.ts';
import type { LabelReport } from './label-report.ts';
import { traceTokens } from './request-times.ts';
import { showCalibration } from './show-calibration.ts';
import { showCampaigns } from './show-campaigns.ts';

function scenarioRows(report: LabelReport) {
  return report.scenarios.map(
    ({ label, scenario, flagged, requests_until_detection, exposure }) => [
      label,
      scenario,
      flagged.of,
      flagged.count,
      percent(flagged.value ?? 0),
      interval(flagged),
      requests_until_detection.median,
      requests_until_detection.p90,
      exposure?.requests ?? null,
      exposure?.traces ?? null,
    ],
  );
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
  'exposed',
  'traces',
];

function showExposure(exposure: Exposure | null): string[] {
  if (exposure === null) return [];
  const { requests, requests_share, traces, traces_share } = exposure;
  return [
    `  sent before detection: ${requests} requests (${percent(requests_share ?? 0)} of all), ${traces} traces (${percent(traces_share ?? 0)})`,
    `    a trace is an answer of at least ${traceTokens} output tokens; who is not detected exposes all`,
  ];
}

/** What the labels say of the outcome, for a person. */
export function showLabels(report: LabelReport): string[] {
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
    ...showExposure(report.exposure),
    `  false alerts per 1,000 benign accounts per 30 days: ${estimate(monthly, (value) => value.toFixed(1))}`,
    `  precision if 1 account in 1,000 extracts: ${estimate(rare, percent)}`,
    `  left out: ${report.ambiguous_left_out} ambiguous; without a label: ${report.unlabelled_flagged} flagged`,
    '',
    'Exposed: requests sent before detection, or all where there was none; traces: those among them with a long answer.',
    '',
    ...formatTable(scenarioHead, scenarioRows(report)),
    ...showCalibration(report.calibration),
    ...showCampaigns(report.labelled_campaigns),
  ];
}
