import detector from '../../../../workers/detection/detectors/returning-traits.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { marks: { tombstonedTemplates: 1, tombstonedKinds: 1 } },
  cases: [
    ['the template and the card of a suspended account', {}, 1],
    ['more cannot be more', { marks: { tombstonedKinds: 3 } }, 1],
    ['the template alone', { marks: { tombstonedKinds: 0 } }, 0.4],
    ['its network and its card', { marks: { tombstonedTemplates: 0, tombstonedKinds: 2 } }, 0.5],
    ['the next tenant of its address', { marks: { tombstonedTemplates: 0 } }, null],
    ['a trait on a list', { marks: { tombstonedTemplates: 0, tombstonedKinds: 0 } }, null],
    ['an empty window', emptyWindow, null],
    ['a busy account of which nothing is known', { volume: { requests: 1e6 }, marks: null }, null],
  ],
  raisedBy: ['marks.tombstonedTemplates', 'marks.tombstonedKinds'],
});
