import type { LabelReport, ScenarioReport } from '../services/cli/backtest/label-report.ts';
import type { Proportion } from '../services/cli/backtest/proportion.ts';
import type { BenchTable } from './bench.ts';

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
  return [report.scenario, report.label, ...cells(report.flagged), median ?? '-', p90 ?? '-'];
}

/** Two tables of one labelled traffic: the whole, and each scenario. */
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
      columns: ['scenario', 'label', 'flagged', 'share', '95 % interval', 'median', '90 %'],
      rows: report.scenarios.map(scenarioRow),
      note: 'The last two columns are the requests of a flagged account until it was flagged.',
    },
  ];
}
