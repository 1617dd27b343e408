import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'judged-pairs',
  title: 'Rubrics over items that never return',
  family: 'content',
  rationale:
    'Preference data for a reward model: a handful of rubrics cover the account, the judged items are always new, and verdicts vary in size (signals.md S5, DeepSeek as described in February 2026).',
  falsePositives:
    'A judge in production rates its own outputs again after every release, so that items return; its rubric is one.',
  runbook: 'Ask whose outputs are being judged. Items of one product speak for quality assurance.',
  settings: z.strictObject({
    fewOpeners: z
      .number()
      .default(30)
      .describe(
        'first requests below which this is silent; judgement, checked on the labelled sets',
      ),
    manyOpeners: z
      .number()
      .default(120)
      .describe(
        'first requests at which it is at full strength; judgement, checked on the labelled sets',
      ),
    weight: z
      .number()
      .default(4)
      .describe(
        'nats at full strength; sign-constrained logistic regression over all strengths, campaigns held out',
      ),
  }),
  detect: ({ conversation, template }, _context, settings) => {
    const enough = logRamp(conversation.openers + 1, settings.fewOpeners, settings.manyOpeners);
    const rubrics = ramp(template.coverage, 0.5, 0.9) * ramp(template.recurringEdges, 1, 3);
    const isShared = ramp(template.topShare, 0.95, 0.75);
    const isFresh = ramp(conversation.repeatShare, 0.2, 0.05);
    // Half of it stands without: verdicts of one size are common, but so are products with one size of answer.
    const anySize = 0.5 + 0.5 * ramp(template.answerDeviation, 0.6, 1.1);
    const strength = enough * rubrics * isShared * isFresh * anySize;
    return signalOf(strength, settings.weight, {
      value: template.coverage,
      threshold: 0.5,
      evidence: {
        templateCoverage: template.coverage,
        recurringEdges: template.recurringEdges,
        repeatShare: conversation.repeatShare,
      },
    });
  },
});
