import t from 'tap';
import detector from '../../../../workers/detection/detectors/undeclared-resale.ts';
import { assess } from '../../../../workers/detection/scoring/assess.ts';
import { alone } from '../../../../workers/detection/scoring/define-detector.ts';
import { scoringSettings } from '../../../../workers/detection/scoring/settings.ts';
import { featuresOf } from '../../../builders/features.ts';
import { checkDetector } from './check-detector.ts';
import { emptyWindow } from './situations.ts';

const station = {
  conversation: { userAgents: 14, networks: 60, endUserShare: 0 },
  origin: { systemPrompts: 30, sessions: 900 },
  volume: { hourEntropy: 1 },
};

checkDetector(detector, {
  typical: station,
  cases: [
    ['a transfer station', {}, 1],
    ['a gateway that declares its users', { conversation: { endUserShare: 1 } }, null],
    ['one that declares half of them', { conversation: { endUserShare: 0.5 } }, null],
    ['one that declares a quarter', { conversation: { endUserShare: 0.25 } }, 0.5],
    ['a coding tool with four kinds of client', { conversation: { userAgents: 4 } }, null],
    ['just above the clients of one tool', { conversation: { userAgents: 6 } }, 'positive'],
    [
      'many clients in one office, at its hours',
      {
        conversation: { networks: 2 },
        origin: { systemPrompts: 2, sessions: 20 },
        volume: { hourEntropy: 0.7 },
      },
      null,
    ],
    ['a fleet, whose accounts have many clients together', { group: {} }, null],
    ['an empty window', emptyWindow, null],
  ],
  raisedBy: [
    'conversation.userAgents',
    'conversation.networks',
    'origin.systemPrompts',
    'origin.sessions',
    'volume.hourEntropy',
  ],
  loweredBy: ['conversation.endUserShare'],
});

t.test('is recorded as a reason and adds nothing to a score of extraction', async (t) => {
  const settings = detector.settings.parse({});
  const detection = { detectors: [{ detector, settings }], scoring: scoringSettings.parse({}) };
  const { score, reasons } = assess(featuresOf(station), alone, detection);
  t.equal(score, 0);
  t.match(reasons, [{ detector: 'undeclared-resale', value: 14, evidence_weight: 0 }]);
});
