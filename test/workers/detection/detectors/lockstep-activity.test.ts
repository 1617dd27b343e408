import detector from '../../../../workers/detection/detectors/lockstep-activity.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { group: { units: 14, lockstep: 12, replication: 0.01 } },
  cases: [
    ['fourteen accounts of one queue', {}, 1],
    ['three accounts are too few', { group: { units: 3 } }, null],
    ['four are not', { group: { units: 4 } }, 'positive'],
    ['pairs as chance makes them', { group: { lockstep: 4 } }, null],
    ['half-way up', { group: { lockstep: 6 } }, 0.5],
    ['a class that does one exercise', { group: { replication: 0.5 } }, null],
    ['a group found by what it shares', { group: { lockstep: 0 } }, null],
    ['an empty window', emptyWindow, null],
    ['a busy account judged alone', { volume: { requests: 1e6 }, group: null }, null],
  ],
  raisedBy: ['group.units', 'group.lockstep'],
  loweredBy: ['group.replication'],
});
