import detector from '../../../../workers/detection/detectors/judged-pairs.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: {
    conversation: { openers: 600, repeatShare: 0.01 },
    template: { coverage: 0.97, recurringEdges: 5, topShare: 0.4, answerDeviation: 1.3 },
  },
  cases: [
    ['four rubrics over six hundred new items', {}, 1],
    ['just too few requests', { conversation: { openers: 28 } }, null],
    ['at the fewest requests', { conversation: { openers: 29 } }, null],
    ['just enough requests', { conversation: { openers: 30 } }, 'positive'],
    ['one rubric for half of the requests', { template: { coverage: 0.5 } }, null],
    ['rubrics for a little more than half', { template: { coverage: 0.51 } }, 'positive'],
    ['verdicts of one size', { template: { answerDeviation: 0.5 } }, 0.5],
    ['items that return now and then', { conversation: { repeatShare: 0.125 } }, 0.5],
    ['an empty window', emptyWindow, null],
    [
      'a judge in production: one rubric, and its items come back',
      {
        conversation: { openers: 30_000, repeatShare: 0.6 },
        template: { coverage: 1, recurringEdges: 2, topShare: 1 },
      },
      null,
    ],
  ],
  raisedBy: [
    'conversation.openers',
    'template.coverage',
    'template.recurringEdges',
    'template.answerDeviation',
  ],
  loweredBy: ['conversation.repeatShare', 'template.topShare'],
});
