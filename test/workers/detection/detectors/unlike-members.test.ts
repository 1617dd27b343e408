import detector from '../../../../workers/detection/detectors/unlike-members.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { group: { heterogeneity: 1.5 } },
  cases: [
    ['members with nothing in common', {}, -1],
    ['just below the ratio', { group: { heterogeneity: 0.199 } }, null],
    ['at the ratio', { group: { heterogeneity: 0.2 } }, null],
    ['just above the ratio', { group: { heterogeneity: 0.21 } }, 'negative'],
    ['half-way up', { group: { heterogeneity: 0.5 } }, -0.5],
    ['an empty window', emptyWindow, null],
    ['a busy account judged alone', { volume: { requests: 80_000 }, group: null }, null],
    ['a fleet that draws from one bank gets nothing off', { group: { heterogeneity: 0 } }, null],
  ],
  loweredBy: ['group.heterogeneity'],
});
