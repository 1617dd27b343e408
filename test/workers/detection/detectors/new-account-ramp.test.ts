import detector from '../../../../workers/detection/detectors/new-account-ramp.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { origin: { idleDays: 0.1 }, volume: { perDay: 30 } },
  cases: [
    ['opened and used', {}, 1],
    ['used after four days', { origin: { idleDays: 4 } }, 0.5],
    ['just below a week', { origin: { idleDays: 6.5 } }, 'positive'],
    ['a week', { origin: { idleDays: 7 } }, null],
    ['nobody knows since when it stands', { origin: { idleDays: 3650 } }, null],
    ['three requests a day', { volume: { perDay: 3 } }, null],
    ['a million a day tip the balance no further', { volume: { perDay: 1e6 } }, 1],
    ['an empty window', emptyWindow, null],
    [
      'an old customer with much traffic',
      { origin: { idleDays: 400 }, volume: { perDay: 9000 } },
      null,
    ],
  ],
  raisedBy: ['volume.perDay'],
  loweredBy: ['origin.idleDays'],
});
