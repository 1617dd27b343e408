import detector from '../../../../workers/detection/detectors/asks-questions.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { demand: { questionShare: 0.5 } },
  cases: [
    ['someone who asks every other time', {}, -1],
    ['just below the share', { demand: { questionShare: 0.119 } }, null],
    ['at the share', { demand: { questionShare: 0.12 } }, null],
    ['just above the share', { demand: { questionShare: 0.123 } }, 'negative'],
    ['half-way up', { demand: { questionShare: 0.235 } }, -0.5],
    ['an empty window', emptyWindow, null],
    [
      'a bank of commands gets nothing off, however large',
      { conversation: { openers: 100_000 }, demand: { questionShare: 0.02 } },
      null,
    ],
  ],
  loweredBy: ['demand.questionShare'],
});
