import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'uneven-requests',
  title: 'Requests of very uneven size',
  family: 'counter',
  rationale:
    'What people type runs from three words to a pasted page (signals.md section 5); a bank is cut to one size.',
  falsePositives: 'Banks mixed from several sources are uneven as well.',
  runbook: 'None.',
  settings: z.strictObject({
    from: z
      .number()
      .default(0.5)
      .describe(
        'standard deviation of ln(characters) of first requests; judgement, checked on the labelled sets',
      ),
    to: z
      .number()
      .default(0.85)
      .describe('the same, at full strength; judgement, checked on the labelled sets'),
    weight: z
      .number()
      .default(0.75)
      .describe(
        'nats at full strength; sign-constrained logistic regression over all strengths, campaigns held out',
      ),
  }),
  detect: ({ demand }, _context, settings) =>
    signalOf(ramp(demand.textDeviation, settings.from, settings.to), -settings.weight, {
      value: demand.textDeviation,
      threshold: settings.from,
      evidence: { textDeviation: demand.textDeviation },
    }),
});
