import detector from '../../../../workers/detection/detectors/logit-probing.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

const single = {
  conversation: { openers: 2000, repeatShare: 0.02 },
  template: { topShare: 0.1 },
  demand: { textMean: 2.5 },
  probing: { biasedTokens: 0, singleTokenShare: 1, logprobShare: 1 },
};

checkDetector(detector, {
  typical: { probing: { biasedTokens: 5000, singleTokenShare: 1, logprobShare: 1 } },
  cases: [
    ['a sweep of the vocabulary', {}, 1],
    ['just below the tokens of a classifier', { probing: { biasedTokens: 58 } }, null],
    ['at the tokens of a classifier', { probing: { biasedTokens: 59 } }, null],
    ['just above the tokens of a classifier', { probing: { biasedTokens: 62 } }, 'positive'],
    ['single tokens after random prefixes, no bias', single, 0.5],
    [
      'the same prefixes again and again',
      { ...single, conversation: { openers: 2000, repeatShare: 0.8 } },
      null,
    ],
    ['too few single tokens', { ...single, conversation: { openers: 59, repeatShare: 0 } }, null],
    [
      'just enough single tokens',
      { ...single, conversation: { openers: 65, repeatShare: 0 } },
      'positive',
    ],
    ['single tokens after a page each', { ...single, demand: { textMean: 7 } }, null],
    ['an empty window', emptyWindow, null],
    [
      'a classifier with two labels and one template, all day long',
      {
        conversation: { openers: 400_000, repeatShare: 0.05 },
        template: { topShare: 0.99 },
        probing: { biasedTokens: 2, singleTokenShare: 1, logprobShare: 1 },
      },
      null,
    ],
  ],
  raisedBy: [
    'conversation.openers',
    'probing.biasedTokens',
    'probing.singleTokenShare',
    'probing.logprobShare',
  ],
  loweredBy: ['conversation.repeatShare', 'template.topShare', 'demand.textMean'],
});
