import detector from '../../../../workers/detection/detectors/declared-end-users.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

checkDetector(detector, {
  typical: { conversation: { endUserShare: 1, endUsers: 400 } },
  cases: [
    ['a gateway that names all of its users', {}, -1],
    ['just below the share', { conversation: { endUserShare: 0.29 } }, null],
    ['at the share', { conversation: { endUserShare: 0.3 } }, null],
    ['just above the share', { conversation: { endUserShare: 0.31 } }, 'negative'],
    ['half-way up', { conversation: { endUserShare: 0.55 } }, -0.5],
    ['two users, both of them named', { conversation: { endUsers: 2 } }, null],
    ['three users', { conversation: { endUsers: 3 } }, 'negative'],
    ['an empty window', emptyWindow, null],
    [
      'a busy account that names nobody gets nothing off',
      { volume: { requests: 90_000 }, conversation: { endUserShare: 0, endUsers: 0 } },
      null,
    ],
  ],
  loweredBy: ['conversation.endUserShare', 'conversation.endUsers'],
});
