import detector from '../../../../workers/detection/detectors/conversation.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { conversation: { followUpShare: 0.7 } },
  cases: [
    ['someone who keeps talking', {}, -1],
    ['just below the share', { conversation: { followUpShare: 0.079 } }, null],
    ['at the share', { conversation: { followUpShare: 0.08 } }, null],
    ['above the share', { conversation: { followUpShare: 0.1 } }, 'negative'],
    ['as often as harvesters fake it', { conversation: { followUpShare: 0.3 } }, -0.2],
    ['half of the requests', { conversation: { followUpShare: 0.5 } }, -0.6],
    ['an empty window', emptyWindow, null],
    [
      'a batch that never follows up gets nothing off',
      { conversation: { openers: 50_000, openerShare: 1, followUpShare: 0 } },
      null,
    ],
  ],
  loweredBy: ['conversation.followUpShare'],
});
