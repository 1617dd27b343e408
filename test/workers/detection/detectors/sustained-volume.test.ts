import detector from '../../../../workers/detection/detectors/sustained-volume.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { volume: { requests: 400, perDay: 26 }, conversation: { openers: 399 } },
  cases: [
    ['a fleet account after two weeks', {}, 1],
    ['just below the count', { conversation: { openers: 48 } }, null],
    ['at the count', { conversation: { openers: 49 } }, null],
    ['just above the count', { conversation: { openers: 51 } }, 'positive'],
    ['half-way up, on a log scale', { conversation: { openers: 140 } }, 0.498],
    ['a million requests tip the balance no further', { conversation: { openers: 1e6 } }, 1],
    ['an empty window', emptyWindow, null],
    [
      'an agent with few conversations and many turns',
      { volume: { requests: 200_000, perDay: 9000 }, conversation: { openers: 40 } },
      null,
    ],
  ],
  raisedBy: ['conversation.openers'],
});
