import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'conversation',
  title: 'Conversations that go on',
  family: 'counter',
  rationale: 'People follow up; a bank is consumed once (signals.md S7).',
  falsePositives: 'Harvesters can fake follow-ups cheaply: the weight is small.',
  runbook: 'Read a conversation to its end.',
  settings: z.strictObject({
    from: z
      .number()
      .default(0.08)
      .describe(
        'share of requests that continue a conversation; judgement, checked on the labelled sets',
      ),
    to: z
      .number()
      .default(0.3)
      .describe('the same, at full strength; judgement, checked on the labelled sets'),
    weight: z
      .number()
      .default(0.55)
      .describe(
        'nats at full strength; sign-constrained logistic regression over all strengths, campaigns held out',
      ),
  }),
  detect: ({ conversation }, _context, settings) =>
    signalOf(ramp(conversation.followUpShare, settings.from, settings.to), -settings.weight, {
      value: conversation.followUpShare,
      threshold: settings.from,
      evidence: { followUpShare: conversation.followUpShare },
    }),
});
