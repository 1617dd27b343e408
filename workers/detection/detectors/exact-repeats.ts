import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'exact-repeats',
  title: 'The same requests again',
  family: 'counter',
  rationale:
    'A finite set that is run again, over versions or days, is an evaluation or a product, not a harvest (signals.md section 5).',
  falsePositives:
    "Sampling many answers to one prompt repeats as well; it shows in the account's other signals.",
  runbook: 'Check whether the repeats span model versions.',
  settings: z.strictObject({
    from: z
      .number()
      .default(0.1)
      .describe(
        'share of first requests that came before, to the letter; judgement, checked on the labelled sets',
      ),
    to: z
      .number()
      .default(0.4)
      .describe('the same, at full strength; judgement, checked on the labelled sets'),
    weight: z
      .number()
      .default(1)
      .describe(
        'nats at full strength; sign-constrained logistic regression over all strengths, campaigns held out',
      ),
  }),
  detect: ({ conversation }, _context, settings) =>
    signalOf(ramp(conversation.repeatShare, settings.from, settings.to), -settings.weight, {
      value: conversation.repeatShare,
      threshold: settings.from,
      evidence: { repeatShare: conversation.repeatShare },
    }),
});
