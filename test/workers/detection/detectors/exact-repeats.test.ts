import detector from '../../../../workers/detection/detectors/exact-repeats.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { conversation: { openers: 1200, repeatShare: 0.75 } },
  cases: [
    ['an empty window', emptyWindow, null],
    ['one evaluation over four versions', {}, -1],
    ['just below the share', { conversation: { repeatShare: 0.099 } }, null],
    ['at the share', { conversation: { repeatShare: 0.1 } }, null],
    ['just above the share', { conversation: { repeatShare: 0.104 } }, 'negative'],
    ['half-way up', { conversation: { repeatShare: 0.25 } }, -0.5],
    [
      'a bank asked once gets nothing off, however large',
      { conversation: { openers: 80_000, repeatShare: 0 } },
      null,
    ],
  ],
  loweredBy: ['conversation.repeatShare'],
});
