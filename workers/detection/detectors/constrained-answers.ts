import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'constrained-answers',
  title: 'Short answers over much input',
  family: 'counter',
  rationale:
    'Labelling and extraction hand in documents and get back a word: there is little to distil in that (signals.md section 5).',
  falsePositives: 'A judge that answers with a letter also looks so; see judged-pairs.',
  runbook: "Check that the input is the customer's own material.",
  settings: z.strictObject({
    from: z
      .number()
      .default(1.8)
      .describe(
        'mean ln(input characters) - mean ln(output tokens); judgement, checked on the labelled sets',
      ),
    to: z
      .number()
      .default(3.2)
      .describe('the same, at full strength; judgement, checked on the labelled sets'),
    weight: z
      .number()
      .default(1.1)
      .describe(
        'nats at full strength; sign-constrained logistic regression over all strengths, campaigns held out',
      ),
  }),
  detect: ({ demand }, _context, settings) =>
    signalOf(ramp(-demand.ratio, settings.from, settings.to), -settings.weight, {
      value: demand.ratio,
      threshold: -settings.from,
      evidence: { ratio: demand.ratio },
    }),
});
