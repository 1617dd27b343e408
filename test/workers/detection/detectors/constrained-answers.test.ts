import detector from '../../../../workers/detection/detectors/constrained-answers.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { demand: { textMean: 7.5, outputMean: 1.5, ratio: -6 } },
  cases: [
    ['a label for every page', {}, -1],
    ['just below the gap', { demand: { ratio: -1.79 } }, null],
    ['at the gap', { demand: { ratio: -1.8 } }, null],
    ['just above the gap', { demand: { ratio: -1.82 } }, 'negative'],
    ['half-way up', { demand: { ratio: -2.5 } }, -0.5],
    ['an empty window', emptyWindow, null],
    [
      'a harvester of essays gets nothing off',
      { conversation: { openers: 20_000 }, demand: { textMean: 4, outputMean: 6.5, ratio: 2.5 } },
      null,
    ],
  ],
  raisedBy: ['demand.ratio'],
});
