import detector from '../../../../workers/detection/detectors/real-tool-results.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { conversation: { toolShare: 0.8, toolResults: 900, toolResultVariety: 0.95 } },
  cases: [
    ['a coding agent at work', {}, -1],
    ['just too few results', { conversation: { toolResults: 8 } }, null],
    ['at the fewest results', { conversation: { toolResults: 9 } }, null],
    ['just enough results', { conversation: { toolResults: 10 } }, 'negative'],
    ['one result in five requests', { conversation: { toolShare: 0.2 } }, null],
    ['a few more', { conversation: { toolShare: 0.21 } }, 'negative'],
    ['results that repeat too often', { conversation: { toolResultVariety: 0.4 } }, null],
    ['half-way to real ones', { conversation: { toolResultVariety: 0.55 } }, -0.5],
    ['an empty window', emptyWindow, null],
    [
      'a harvest on stubs gets nothing off, however large',
      { conversation: { toolResults: 80_000, toolResultVariety: 0.02 } },
      null,
    ],
  ],
  loweredBy: [
    'conversation.toolShare',
    'conversation.toolResults',
    'conversation.toolResultVariety',
  ],
});
