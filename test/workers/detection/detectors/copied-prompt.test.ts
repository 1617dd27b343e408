import detector from '../../../../workers/detection/detectors/copied-prompt.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

const strangers = { sharedTexts: 1, otherTies: 0, leaningShare: 0.1, resemblance: 0.01 };

checkDetector(detector, {
  typical: { group: strangers },
  cases: [
    ['strangers who run one published tool', {}, -1],
    [
      'just below the share at which it counts whole',
      { group: { ...strangers, leaningShare: 0.349 } },
      -1,
    ],
    ['at the share at which it is silent', { group: { ...strangers, leaningShare: 0.6 } }, null],
    ['just below that share', { group: { ...strangers, leaningShare: 0.59 } }, 'negative'],
    ['members that draw on one source', { group: { ...strangers, resemblance: 0.16 } }, null],
    ['a second text in common', { group: { ...strangers, sharedTexts: 2 } }, null],
    ['a network or an identity in common', { group: { ...strangers, otherTies: 1 } }, null],
    ['an empty window', emptyWindow, null],
    ['a busy account judged alone', { volume: { requests: 80_000 }, group: null }, null],
    [
      'a group in lockstep that shares no text',
      { group: { ...strangers, sharedTexts: 0, otherTies: 1 } },
      null,
    ],
  ],
  raisedBy: ['group.leaningShare', 'group.resemblance', 'group.sharedTexts', 'group.otherTies'],
});
