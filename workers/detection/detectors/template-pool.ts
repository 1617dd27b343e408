import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'template-pool',
  title: 'A pool of wrappers around fresh tasks',
  family: 'content',
  rationale:
    'Paraphrased wrappers hide a single template: several recurring heads or tails cover the account while what they wrap never repeats (signals.md S1).',
  falsePositives:
    'Retrieval backends have many recurring edges too, because their passages come back: their requests repeat. Products keep to one or two templates.',
  runbook:
    'Compare the wrappers: do they say the same thing in other words? A product has no reason to reword its own prompt.',
  settings: z.strictObject({
    fewOpeners: z
      .number()
      .default(25)
      .describe(
        'first requests below which this is silent; judgement, checked on the labelled sets',
      ),
    manyOpeners: z
      .number()
      .default(100)
      .describe(
        'first requests at which it is at full strength; judgement, checked on the labelled sets',
      ),
    fewEdges: z
      .number()
      .default(2)
      .describe('recurring heads and tails of an ordinary product; signals.md section 5'),
    manyEdges: z
      .number()
      .default(6)
      .describe('recurring heads and tails of a pool; judgement, checked on the labelled sets'),
    weight: z
      .number()
      .default(1.5)
      .describe(
        'nats at full strength; sign-constrained logistic regression over all strengths, campaigns held out',
      ),
  }),
  detect: ({ conversation, demand, template }, _context, settings) => {
    const enough = logRamp(conversation.openers + 1, settings.fewOpeners, settings.manyOpeners);
    const isFresh = ramp(conversation.repeatShare, 0.2, 0.05);
    const pool = ramp(template.recurringEdges, settings.fewEdges, settings.manyEdges);
    const covers = ramp(template.coverage, 0.2, 0.6) * ramp(template.topShare, 0.95, 0.75);
    // A product with many functions has many templates too, but each of them gives answers of one size.
    const anySize = 0.5 + 0.5 * ramp(template.answerDeviation, 0.5, 0.9);
    const strength = enough * isFresh * pool * covers * anySize * ramp(demand.ratio, -2.4, -1);
    return signalOf(strength, settings.weight, {
      value: template.recurringEdges,
      threshold: settings.fewEdges,
      evidence: {
        recurringEdges: template.recurringEdges,
        coverage: template.coverage,
        repeatShare: conversation.repeatShare,
      },
    });
  },
});
