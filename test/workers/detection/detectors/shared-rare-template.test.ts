import detector from '../../../../workers/detection/detectors/shared-rare-template.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { group: { units: 24, rarity: 4.6, replication: 0.02, heterogeneity: 0.03 } },
  cases: [
    ['a fleet of twenty-four that partitions one bank', {}, 1],
    ['three units', { group: { units: 3 } }, null],
    ['four units', { group: { units: 4 } }, null],
    ['five units', { group: { units: 5 } }, 0.161],
    ['a trait of one unit in seven', { group: { rarity: 2 } }, null],
    ['a trait that is a little rarer', { group: { rarity: 2.1 } }, 'positive'],
    ['a class at the same exercises', { group: { replication: 0.5 } }, null],
    ['a third of the requests replicated', { group: { replication: 0.34 } }, 'positive'],
    ['members that draw from unlike sources', { group: { heterogeneity: 0.35 } }, null],
    ['members a little alike', { group: { heterogeneity: 0.34 } }, 'positive'],
    ['an empty window', emptyWindow, null],
    ['a busy account judged alone', { volume: { requests: 1e6 }, group: null }, null],
    ['hundreds of users of one tutorial', { group: { units: 900, rarity: 1.1 } }, null],
  ],
  raisedBy: ['group.units', 'group.rarity'],
  loweredBy: ['group.replication', 'group.heterogeneity'],
});
