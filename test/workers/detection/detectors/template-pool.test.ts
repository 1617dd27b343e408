import detector from '../../../../workers/detection/detectors/template-pool.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: {
    conversation: { openers: 500, repeatShare: 0.01 },
    template: { coverage: 0.95, recurringEdges: 12, topShare: 0.15, answerDeviation: 1.2 },
    demand: { ratio: 0.5 },
  },
  cases: [
    ['twelve wordings of one wrapper', {}, 1],
    ['just too few requests', { conversation: { openers: 23 } }, null],
    ['at the fewest requests', { conversation: { openers: 24 } }, null],
    ['just enough requests', { conversation: { openers: 25 } }, 'positive'],
    ['one edge', { template: { recurringEdges: 1 } }, null],
    ['two edges, as a product has', { template: { recurringEdges: 2 } }, null],
    ['three edges', { template: { recurringEdges: 3 } }, 0.25],
    [
      'a product of twelve functions, each with answers of one size',
      { template: { answerDeviation: 0.5 } },
      0.5,
    ],
    ['what is wrapped comes back', { conversation: { repeatShare: 0.2 } }, null],
    ['an empty window', emptyWindow, null],
    [
      'a retrieval product: many edges, long passages, one template on top',
      {
        conversation: { openers: 70_000, repeatShare: 0.1 },
        template: { coverage: 1, recurringEdges: 20, topShare: 0.98 },
        demand: { ratio: -2.6 },
      },
      null,
    ],
  ],
  raisedBy: [
    'conversation.openers',
    'template.recurringEdges',
    'template.coverage',
    'template.answerDeviation',
    'demand.ratio',
  ],
  loweredBy: ['conversation.repeatShare', 'template.topShare'],
});
