import detector from '../../../../workers/detection/detectors/stub-tool-results.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { conversation: { toolShare: 0.7, toolResults: 400, toolResultVariety: 0.03 } },
  cases: [
    ['a dozen stubs behind four hundred results', {}, 1],
    ['just too few results', { conversation: { toolResults: 8 } }, null],
    ['at the fewest results', { conversation: { toolResults: 9 } }, null],
    ['just enough results', { conversation: { toolResults: 10 } }, 'positive'],
    ['just too varied', { conversation: { toolResultVariety: 0.605 } }, null],
    ['at the variety of real tools', { conversation: { toolResultVariety: 0.6 } }, null],
    ['just less varied than real tools', { conversation: { toolResultVariety: 0.59 } }, 'positive'],
    ['half-way between', { conversation: { toolResultVariety: 0.35 } }, 0.5],
    ['an empty window', emptyWindow, null],
    [
      'a coding agent at work all day',
      { conversation: { toolResults: 60_000, toolResultVariety: 0.93 } },
      null,
    ],
  ],
  raisedBy: ['conversation.toolResults'],
  loweredBy: ['conversation.toolResultVariety'],
});
