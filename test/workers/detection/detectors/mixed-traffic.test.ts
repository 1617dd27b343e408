import detector from '../../../../workers/detection/detectors/mixed-traffic.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { stream: { streams: 4 } },
  cases: [
    ['the best of four clients and the account costs most', {}, -1],
    ['one client beside the account costs ln 2', { stream: { streams: 1 } }, -0.43],
    ['an empty window', emptyWindow, null],
    ['a busy account judged as a whole', { volume: { requests: 1e6 }, stream: null }, null],
  ],
  loweredBy: ['stream.streams'],
});
