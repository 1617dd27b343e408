import detector from '../../../../workers/detection/detectors/output-maximal.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: {
    limits: { limited: 200, generousShare: 1, cutShare: 0 },
    demand: { ratio: 3 },
  },
  cases: [
    ['short tasks, long answers, no limit in the way', {}, 1],
    ['half-way up', { demand: { ratio: 1.75 } }, 0.5],
    ['answers as long as the questions', { demand: { ratio: 1 } }, null],
    ['just above that', { demand: { ratio: 1.1 } }, 'positive'],
    ['limits of every size', { limits: { generousShare: 0.8 } }, null],
    ['answers that may be cut off', { limits: { cutShare: 0.03 } }, null],
    ['thirty requests', { limits: { limited: 30 } }, null],
    ['no limits at all', { limits: { limited: 0, generousShare: 0 } }, null],
    ['an empty window', emptyWindow, null],
  ],
  raisedBy: ['limits.limited', 'limits.generousShare', 'demand.ratio'],
  loweredBy: ['limits.cutShare'],
});
