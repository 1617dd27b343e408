import { formatTable } from '../format-table.ts';
import type { Comparison, FlaggedBy } from './compare-outcomes.ts';
import type { Proportion } from '../../statistics/proportion.ts';

const percent = (value: number) => `${(value * 100).toFixed(2)} %`;

function share({ count, of, value, low, high }: Proportion): string {
  if (value === null) return '-';
  return `${percent(value)} (${count} of ${of}; ${percent(low)} to ${percent(high)})`;
}

function row(name: string, { both, live_alone, challenger_alone }: FlaggedBy) {
  return [name, both, live_alone, challenger_alone];
}

function qualityRows({ quality }: Comparison): string[][] {
  if (quality === undefined) return [];
  return (['live', 'challenger'] as const).map((name) => {
    const { precision, recall, false_positive_rate } = quality[name];
    return [name, share(precision), share(recall), share(false_positive_rate)];
  });
}

/** The comparison for a person. */
export function showComparison(comparison: Comparison): string[] {
  const { flagged_by, flagged_act_by, flagged_by_label: byLabel } = comparison;
  const labelled = byLabel === undefined ? [] : Object.entries(byLabel);
  const quality = qualityRows(comparison);
  return [
    '',
    'The challenger against live, in flagged accounts:',
    ...formatTable(
      ['', 'both', 'live alone', 'challenger alone'],
      [
        row('review or above', flagged_by),
        row('act', flagged_act_by),
        ...labelled.map(([label, counts]) => row(`review, ${label}`, counts)),
      ],
    ),
    ...(quality.length === 0
      ? []
      : ['', ...formatTable(['', 'precision (95 %)', 'recall', 'false-positive rate'], quality)]),
  ];
}
