import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'task-bank-sweep',
  title: 'A bank of self-contained tasks, each asked once',
  family: 'content',
  rationale:
    'A harvester works through a bank of instructions: every request stands alone, none comes back, requests are alike in size while the answers they call for run from a word to an essay (self-instruct shape; signals.md S6, S7, S20).',
  falsePositives:
    'People at a chat prompt vary more in size, ask more questions and come back to a topic; products have one dominant template; evaluations repeat their items.',
  runbook:
    'Read ten sampled requests in order. Ask whether one person or product could want all of the answers, and whether anything is ever followed up.',
  settings: z.strictObject({
    fewOpeners: z
      .number()
      .default(30)
      .describe(
        'first requests below which this is silent; judgement, checked on the labelled sets',
      ),
    manyOpeners: z
      .number()
      .default(200)
      .describe(
        'first requests at which the sample is large enough; SPRT sizing in signals.md 2.4',
      ),
    weight: z
      .number()
      .default(4)
      .describe(
        'nats at full strength; sign-constrained logistic regression over all strengths, campaigns held out',
      ),
  }),
  detect: ({ conversation, demand, template }, _context, settings) => {
    const enough = logRamp(conversation.openers + 1, settings.fewOpeners, settings.manyOpeners);
    const isFresh = ramp(conversation.repeatShare, 0.2, 0.05);
    const asksForAnySize = ramp(demand.outputDeviation, 0.6, 1.1) * ramp(demand.ratio, -2.4, -1);
    const isUniform = ramp(demand.textDeviation, 0.8, 0.45) * ramp(demand.questionShare, 0.4, 0.15);
    const hasNoProduct = ramp(template.topShare, 0.9, 0.55);
    const strength = enough * isFresh * asksForAnySize * isUniform * hasNoProduct;
    return signalOf(strength, settings.weight, {
      value: conversation.openers,
      threshold: settings.fewOpeners,
      evidence: {
        openers: conversation.openers,
        repeatShare: conversation.repeatShare,
        outputDeviation: demand.outputDeviation,
        textDeviation: demand.textDeviation,
        questionShare: demand.questionShare,
      },
    });
  },
});
