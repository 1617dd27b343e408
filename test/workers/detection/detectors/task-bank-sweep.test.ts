import detector from '../../../../workers/detection/detectors/task-bank-sweep.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: {
    conversation: { openers: 1500, repeatShare: 0.01 },
    template: { topShare: 0.1 },
    demand: { outputDeviation: 1.3, ratio: 0.5, textDeviation: 0.4, questionShare: 0.1 },
  },
  cases: [
    ['fifteen hundred tasks of one size, none of them twice', {}, 1],
    ['just too few tasks', { conversation: { openers: 28 } }, null],
    ['at the fewest tasks', { conversation: { openers: 29 } }, null],
    ['just enough tasks', { conversation: { openers: 30 } }, 'positive'],
    ['every fifth task comes back', { conversation: { repeatShare: 0.2 } }, null],
    ['answers of one size, in two shapes of three', { demand: { outputDeviation: 0.6 } }, 1],
    [
      'answers of one size, and requests of every size',
      { demand: { outputDeviation: 0.6, textDeviation: 0.8 } },
      null,
    ],
    [
      'one shape of three alone',
      { demand: { outputDeviation: 0.6, textDeviation: 0.4, questionShare: 0.4 } },
      null,
    ],
    ['one template over nine in ten', { template: { topShare: 0.9 } }, null],
    ['an empty window', emptyWindow, null],
    [
      'someone who lives at the chat prompt: uneven, and full of questions',
      { conversation: { openers: 9000 }, demand: { textDeviation: 1.2, questionShare: 0.5 } },
      null,
    ],
  ],
  raisedBy: ['conversation.openers', 'demand.outputDeviation', 'demand.ratio'],
  loweredBy: [
    'conversation.repeatShare',
    'demand.textDeviation',
    'demand.questionShare',
    'template.topShare',
  ],
});
