import detector from '../../../../workers/detection/detectors/machine-timing.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { volume: { requests: 900, days: 14, hourEntropy: 1, gapEntropy: 0.2 } },
  cases: [
    ['a queue that never sleeps', {}, 1],
    ['round the clock at uneven gaps', { volume: { gapEntropy: 0.8 } }, 0.5],
    ['a cron job at noon', { volume: { hourEntropy: 0 } }, 0.5],
    ['a person', { volume: { hourEntropy: 0.6, gapEntropy: 0.8 } }, null],
    ['just below the requests', { volume: { requests: 99 } }, null],
    ['at the requests', { volume: { requests: 100 } }, null],
    ['just above the requests', { volume: { requests: 110 } }, 'positive'],
    ['two days show no rhythm', { volume: { days: 2.9 } }, null],
    ['three do', { volume: { days: 3 } }, 1],
    ['an empty window', emptyWindow, null],
  ],
  raisedBy: ['volume.requests', 'volume.days', 'volume.hourEntropy'],
  loweredBy: ['volume.gapEntropy'],
});
