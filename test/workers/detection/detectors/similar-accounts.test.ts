import detector from '../../../../workers/detection/detectors/similar-accounts.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { neighbours: { accounts: 20, evidence: 2.8 } },
  cases: [
    ['twenty accounts on the same bank', {}, 1],
    ['as much as honest neighbours say', { neighbours: { evidence: 0.5 } }, null],
    ['a little more than that', { neighbours: { evidence: 0.6 } }, 'positive'],
    ['half-way up', { neighbours: { evidence: 1.5 } }, 0.5],
    ['seven neighbours are too few', { neighbours: { accounts: 7 } }, null],
    ['eight are enough', { neighbours: { accounts: 8 } }, 1],
    ['an empty window', emptyWindow, null],
    ['a busy account seen by itself', { volume: { requests: 1e6 }, neighbours: null }, null],
  ],
  raisedBy: ['neighbours.evidence', 'neighbours.accounts'],
});
