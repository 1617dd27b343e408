import detector from '../../../../workers/detection/detectors/release-retargeting.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { group: { units: 24, retargeting: 30 } },
  cases: [
    ['a fleet pointed at the new model in a day', {}, 1],
    ['half-way up', { group: { retargeting: 8.75 } }, 0.5],
    ['as chance moves one group in a hundred', { group: { retargeting: 5 } }, null],
    ['just above that', { group: { retargeting: 5.2 } }, 'positive'],
    ['three accounts are too few', { group: { units: 3 } }, null],
    ['four are not', { group: { units: 4 } }, 'positive'],
    ['an empty window', emptyWindow, null],
    ['a busy account judged alone', { volume: { requests: 1e6 }, group: null }, null],
  ],
  raisedBy: ['group.units', 'group.retargeting'],
});
