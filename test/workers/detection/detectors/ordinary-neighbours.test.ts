import detector from '../../../../workers/detection/detectors/ordinary-neighbours.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { neighbours: { evidence: -1.6 } },
  cases: [
    ['a product among products', {}, -1],
    ['at the border', { neighbours: { evidence: 0.2 } }, null],
    ['half-way down', { neighbours: { evidence: -0.5 } }, -0.5],
    ['neighbours that extract', { neighbours: { evidence: 2 } }, null],
    ['an empty window', emptyWindow, null],
    ['an account seen by itself', { neighbours: null }, null],
  ],
  raisedBy: ['neighbours.evidence'],
});
