import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'asks-questions',
  title: 'Questions rather than tasks',
  family: 'counter',
  rationale:
    'People ask; task banks command. Counted by the question marks of seven scripts, not by words.',
  falsePositives: 'Question-answering banks exist, which is why this only lowers a score.',
  runbook: 'None.',
  settings: z.strictObject({
    from: z
      .number()
      .default(0.12)
      .describe(
        'share of first requests that end with a question mark; judgement, checked on the labelled sets',
      ),
    to: z
      .number()
      .default(0.35)
      .describe('the same, at full strength; judgement, checked on the labelled sets'),
    weight: z
      .number()
      .default(1.55)
      .describe(
        'nats at full strength; sign-constrained logistic regression over all strengths, campaigns held out',
      ),
  }),
  detect: ({ demand }, _context, settings) =>
    signalOf(ramp(demand.questionShare, settings.from, settings.to), -settings.weight, {
      value: demand.questionShare,
      threshold: settings.from,
      evidence: { questionShare: demand.questionShare },
    }),
});
