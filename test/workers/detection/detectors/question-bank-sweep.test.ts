import detector from '../../../../workers/detection/detectors/question-bank-sweep.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: {
    conversation: { openers: 900, repeatShare: 0.01, followUpShare: 0 },
    template: { topShare: 0.1 },
    demand: { textDeviation: 0.4, ratio: 0.3, questionShare: 0.9 },
  },
  cases: [
    ['nine hundred questions of one size, none of them twice', {}, 1],
    ['just too few questions', { conversation: { openers: 98 } }, null],
    ['at the fewest questions', { conversation: { openers: 99 } }, null],
    ['just enough questions', { conversation: { openers: 102 } }, 'positive'],
    ['a bank of commands', { demand: { questionShare: 0.15 } }, null],
    ['every fourth question is followed up', { conversation: { followUpShare: 0.25 } }, null],
    ['questions of every size', { demand: { textDeviation: 0.65 } }, null],
    ['questions of almost every size', { demand: { textDeviation: 0.64 } }, 'positive'],
    ['an empty window', emptyWindow, null],
    [
      'a support desk: one template, and questions that come back',
      { conversation: { openers: 60_000, repeatShare: 0.3 }, template: { topShare: 0.95 } },
      null,
    ],
  ],
  raisedBy: ['conversation.openers', 'demand.ratio', 'demand.questionShare'],
  loweredBy: [
    'conversation.repeatShare',
    'conversation.followUpShare',
    'demand.textDeviation',
    'template.topShare',
  ],
});
