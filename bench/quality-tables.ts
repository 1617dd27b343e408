import type { LabelReport, ScenarioReport } from '../services/cli/backtest/label-report.ts';
import type { Proportion } from '../services/statistics/proportion.ts';
import { traceTokens } from '../services/cli/backtest/request-times.ts';
import type { BenchTable } from './bench.ts';
import { calibrationTable, campaignTable } from './report-tables.ts';

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function cells({ count, of, value, low, high }: Proportion): string[] {
  return [
    `${String(count)} of ${String(of)}`,
    value === null ? '-' : percent(value),
    `${percent(low)} to ${percent(high)}`,
  ];
}

function scenarioRow(report: ScenarioReport): (string | number)[] {
  const { median, p90 } = report.requests_until_detection;
  const { requests = '-', traces = '-' } = report.exposure ?? {};
  const shares = cells(report.flagged);
  return [report.scenario, report.label, ...shares, median ?? '-', p90 ?? '-', requests, traces];
}

/** The tables of one labelled traffic: the whole, each scenario, each campaign, and whether stated rates hold. */
export function qualityTables(name: string, report: LabelReport): BenchTable[] {
  return [
    {
      title: `Quality on ${name}`,
      columns: ['figure', 'accounts', 'share', '95 % interval'],
      rows: [
        ['precision', ...cells(report.precision)],
        ['recall', ...cells(report.recall)],
        ['false-positive rate', ...cells(report.false_positive_rate)],
      ],
      note: `Accounts at the review level or above, members of flagged campaigns included; ${String(report.ambiguous_left_out)} ambiguous accounts are left out.`,
    },
    {
      title: `Quality on ${name}, by scenario`,
      columns: [
        'scenario',
        'label',
        'flagged',
        'share',
        '95 % interval',
        'median',
        '90 %',
        'exposed',
        'traces',
      ],
      rows: report.scenarios.map(scenarioRow),
      note: `Median and 90 % are the requests of a flagged account until it was flagged. Exposed is what all of them sent before, everything where nothing was flagged; traces are the answers among it of at least ${traceTokens} output tokens.`,
    },
    campaignTable(name, report.labelled_campaigns),
    calibrationTable(name, report.calibration),
  ];
}
