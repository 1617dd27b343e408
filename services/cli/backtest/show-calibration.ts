import { formatTable } from '../format-table.ts';
import { calibrationFactor, type CalibrationRow } from './calibration.ts';
import { interval, percent } from './format-figures.ts';

const head = [
  'level',
  'client class',
  'benign',
  'flagged',
  'stated',
  'realised',
  '95 % interval',
  'verdict',
];

/** Stated against realised false-positive rates. */
export function showCalibration(rows: readonly CalibrationRow[]): string[] {
  return [
    '',
    `Calibration: the false-positive rate that the settings state, against the realised one; within a factor of ${calibrationFactor}?`,
    'The rates are stated for two weeks. Unsure: too few accounts to tell. The client class is the declared one.',
    '',
    ...formatTable(
      head,
      rows.map(({ level, client_class, stated, realised, verdict }) => [
        level,
        client_class,
        realised.of,
        realised.count,
        percent(stated),
        realised.value === null ? null : percent(realised.value),
        interval(realised),
        verdict,
      ]),
    ),
  ];
}
