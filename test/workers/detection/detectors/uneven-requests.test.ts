import detector from '../../../../workers/detection/detectors/uneven-requests.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { demand: { textDeviation: 1.4 } },
  cases: [
    ['a word here and a page there', {}, -1],
    ['just below the spread', { demand: { textDeviation: 0.499 } }, null],
    ['at the spread', { demand: { textDeviation: 0.5 } }, null],
    ['just above the spread', { demand: { textDeviation: 0.504 } }, 'negative'],
    ['half-way up', { demand: { textDeviation: 0.675 } }, -0.5],
    ['an empty window', emptyWindow, null],
    [
      'a bank cut to one size gets nothing off',
      { conversation: { openers: 30_000 }, demand: { textDeviation: 0.3 } },
      null,
    ],
  ],
  loweredBy: ['demand.textDeviation'],
});
