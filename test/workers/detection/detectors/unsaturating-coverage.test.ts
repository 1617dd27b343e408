import detector from '../../../../workers/detection/detectors/unsaturating-coverage.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: {
    conversation: { openers: 1000, repeatShare: 0.01, endUserShare: 0 },
    coverage: { growth: 0.75 },
    demand: { ratio: 0.5, questionShare: 0.05 },
  },
  cases: [
    ['new words still come after a thousand tasks', {}, 1],
    ['just too few requests', { conversation: { openers: 58 } }, null],
    ['at the fewest requests', { conversation: { openers: 59 } }, null],
    [
      'just enough requests',
      { conversation: { openers: 62 }, coverage: { growth: 0.9 } },
      'positive',
    ],
    [
      'a narrow domain after a hundred',
      { conversation: { openers: 100 }, coverage: { growth: 0.55 } },
      null,
    ],
    ['a little wider', { conversation: { openers: 100 }, coverage: { growth: 0.6 } }, 'positive'],
    [
      'the same growth means more later',
      { conversation: { openers: 8000 }, coverage: { growth: 0.55 } },
      1,
    ],
    ['half of the requests for named users', { conversation: { endUserShare: 0.5 } }, 0.5],
    ['an empty window', emptyWindow, null],
    [
      'a chat product that names its users',
      { conversation: { openers: 500_000, endUserShare: 1, endUsers: 20_000 } },
      null,
    ],
  ],
  raisedBy: ['conversation.openers', 'coverage.growth', 'demand.ratio'],
  loweredBy: ['conversation.repeatShare', 'conversation.endUserShare', 'demand.questionShare'],
});
