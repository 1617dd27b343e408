import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'declared-end-users',
  title: 'Declared end users',
  family: 'counter',
  rationale:
    'A gateway that passes the ids of its users shows what it is, and each of them can be looked at (signals.md section 5).',
  falsePositives: 'Ids can be made up: they lower a score, they do not clear it.',
  runbook: 'Look at the end users one by one.',
  settings: z.strictObject({
    from: z
      .number()
      .default(0.3)
      .describe('share of requests with an end user id; judgement, checked on the labelled sets'),
    to: z
      .number()
      .default(0.8)
      .describe('the same, at full strength; judgement, checked on the labelled sets'),
    weight: z
      .number()
      .default(0.5)
      .describe('nats at full strength; judgement, since ids can be made up'),
  }),
  detect: ({ conversation }, _context, settings) =>
    signalOf(
      ramp(conversation.endUserShare, settings.from, settings.to) *
        ramp(conversation.endUsers, 2, 8),
      -settings.weight,
      {
        value: conversation.endUserShare,
        threshold: settings.from,
        evidence: { endUserShare: conversation.endUserShare, endUsers: conversation.endUsers },
      },
    ),
});
