import detector from '../../../../workers/detection/detectors/reasoning-trace-elicitation.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: {
    conversation: { openers: 400, repeatShare: 0.01 },
    template: { coverage: 0.9, recurringEdges: 6 },
    demand: { outputMean: 6.8, textMean: 4.8 },
  },
  cases: [
    ['a question bank through six wrappers, a page for each', {}, 1],
    ['just too few requests', { conversation: { openers: 23 } }, null],
    ['at the fewest requests', { conversation: { openers: 24 } }, null],
    ['just enough requests', { conversation: { openers: 25 } }, 'positive'],
    ['answers just too short', { demand: { outputMean: 5.19 } }, null],
    ['answers of 180 tokens', { demand: { outputMean: 5.2 } }, null],
    ['answers a little longer', { demand: { outputMean: 5.25 } }, 'positive'],
    ['half-way to long answers', { demand: { outputMean: 5.6 } }, 0.5],
    ['an empty window', emptyWindow, null],
    [
      'a writer who asks for long pieces, each in new words',
      { conversation: { openers: 3000 }, template: { coverage: 0.02, recurringEdges: 1 } },
      null,
    ],
  ],
  raisedBy: [
    'conversation.openers',
    'demand.outputMean',
    'template.coverage',
    'template.recurringEdges',
  ],
  loweredBy: ['conversation.repeatShare'],
});
