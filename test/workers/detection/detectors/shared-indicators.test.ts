import detector from '../../../../workers/detection/detectors/shared-indicators.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { marks: { tombstonedTemplates: 0, tombstonedKinds: 0, indicatorKinds: 2 } },
  cases: [
    ['network and client are on the list', {}, 1],
    ['the network alone', { marks: { indicatorKinds: 1 } }, 0.5],
    ['four kinds are no more than two', { marks: { indicatorKinds: 4 } }, 1],
    ['nothing on the list', { marks: { indicatorKinds: 0 } }, null],
    ['an empty window', emptyWindow, null],
    ['a busy account of which nothing is known', { volume: { requests: 1e6 }, marks: null }, null],
  ],
  raisedBy: ['marks.indicatorKinds'],
});
