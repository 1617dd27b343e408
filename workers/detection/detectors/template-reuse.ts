import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'template-reuse',
  title: 'One template with fresh slots and answers of every size',
  family: 'content',
  rationale:
    'A bank run through one wrapper: the template covers the account, the slots never repeat, and the answers vary as the tasks do (signals.md S1, Anthropic February 2026).',
  falsePositives:
    'Every product backend has one template. Its slots are documents or questions of one domain and its answers are alike in size; this signal is weak alone.',
  runbook: 'Look at the slots: material of one customer, or tasks of every kind?',
  settings: z.strictObject({
    fewOpeners: z
      .number()
      .default(60)
      .describe(
        'first requests below which this is silent; judgement, checked on the labelled sets',
      ),
    manyOpeners: z
      .number()
      .default(300)
      .describe(
        'first requests at which it is at full strength; judgement, checked on the labelled sets',
      ),
    weight: z
      .number()
      .default(2.9)
      .describe(
        'nats at full strength; sign-constrained logistic regression over all strengths, campaigns held out',
      ),
  }),
  detect: ({ conversation, demand, template }, _context, settings) => {
    const enough = logRamp(conversation.openers + 1, settings.fewOpeners, settings.manyOpeners);
    const isFresh = ramp(conversation.repeatShare, 0.2, 0.05);
    // Half of it stands without: answers of one size are common enough in banks of one kind.
    const anySize = 0.5 + 0.5 * ramp(template.answerDeviation, 0.6, 1.1);
    const covers = ramp(template.topShare, 0.5, 0.8) * ramp(demand.ratio, -1.8, -0.8);
    const strength = enough * isFresh * anySize * covers;
    return signalOf(strength, settings.weight, {
      value: template.topShare,
      threshold: 0.5,
      evidence: {
        topShare: template.topShare,
        repeatShare: conversation.repeatShare,
        outputDeviation: demand.outputDeviation,
      },
    });
  },
});
