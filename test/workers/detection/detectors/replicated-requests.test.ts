import detector from '../../../../workers/detection/detectors/replicated-requests.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { group: { units: 30, replication: 0.9 } },
  cases: [
    ['a class at its exercises', {}, -1],
    ['just below the share', { group: { replication: 0.099 } }, null],
    ['at the share', { group: { replication: 0.1 } }, null],
    ['just above the share', { group: { replication: 0.104 } }, 'negative'],
    ['half-way up', { group: { replication: 0.25 } }, -0.5],
    ['an empty window', emptyWindow, null],
    ['a busy account judged alone', { volume: { requests: 80_000 }, group: null }, null],
    ['a fleet that partitions its bank gets nothing off', { group: { replication: 0 } }, null],
  ],
  loweredBy: ['group.replication', 'group.resemblance'],
});
