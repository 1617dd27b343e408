import detector from '../../../../workers/detection/detectors/one-product.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { template: { topShare: 1, coverage: 0.99, recurringEdges: 2 } },
  cases: [
    ['one template over everything', {}, -1],
    ['just below the share', { template: { topShare: 0.599 } }, null],
    ['at the share', { template: { topShare: 0.6 } }, null],
    ['just above the share', { template: { topShare: 0.604 } }, 'negative'],
    ['half-way up', { template: { topShare: 0.775 } }, -0.5],
    ['an empty window', emptyWindow, null],
    [
      'a pool of twelve wrappers gets nothing off',
      { conversation: { openers: 9000 }, template: { topShare: 0.1, recurringEdges: 12 } },
      null,
    ],
  ],
  loweredBy: ['template.topShare'],
});
