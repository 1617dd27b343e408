import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'one-product',
  title: 'One product template',
  family: 'counter',
  rationale:
    'One template over all requests is what every product looks like (signals.md section 5).',
  falsePositives:
    'A harvester with one wrapper looks so too: template-reuse and the links weigh against this.',
  runbook: 'Ask which product it is.',
  settings: z.strictObject({
    from: z
      .number()
      .default(0.6)
      .describe(
        'share of first requests under the most frequent head or tail; judgement, checked on the labelled sets',
      ),
    to: z
      .number()
      .default(0.95)
      .describe('the same, at full strength; judgement, checked on the labelled sets'),
    weight: z
      .number()
      .default(2)
      .describe(
        'nats at full strength; sign-constrained logistic regression over all strengths, campaigns held out',
      ),
  }),
  detect: ({ template }, _context, settings) =>
    signalOf(ramp(template.topShare, settings.from, settings.to), -settings.weight, {
      value: template.topShare,
      threshold: settings.from,
      evidence: { topShare: template.topShare },
    }),
});
