import detector from '../../../../workers/detection/detectors/template-reuse.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: {
    conversation: { openers: 1000, repeatShare: 0.01 },
    template: { topShare: 0.97, answerDeviation: 1.3 },
    demand: { ratio: 0.2 },
  },
  cases: [
    ['a bank through one wrapper', {}, 1],
    ['just too few requests', { conversation: { openers: 58 } }, null],
    ['at the fewest requests', { conversation: { openers: 59 } }, null],
    ['just enough requests', { conversation: { openers: 61 } }, 'positive'],
    ['a template over just less than half', { template: { topShare: 0.49 } }, null],
    ['a template over half', { template: { topShare: 0.5 } }, null],
    ['a template over just more than half', { template: { topShare: 0.51 } }, 'positive'],
    ['half-way up', { template: { topShare: 0.65 } }, 0.5],
    ['an empty window', emptyWindow, null],
    [
      'a support product: one template, answers all alike',
      {
        conversation: { openers: 250_000 },
        template: { answerDeviation: 0.45 },
        demand: { ratio: -1.8 },
      },
      null,
    ],
  ],
  raisedBy: [
    'conversation.openers',
    'template.topShare',
    'template.answerDeviation',
    'demand.ratio',
  ],
  loweredBy: ['conversation.repeatShare'],
});
