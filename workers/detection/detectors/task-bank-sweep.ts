import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

/** The second highest: two of the shapes must hold, and none of them must, because none holds for every bank. */
function secondOf(shapes: readonly number[]): number {
  return shapes.toSorted((a, b) => b - a)[1] ?? 0;
}

export default defineDetector({
  id: 'task-bank-sweep',
  title: 'A bank of self-contained tasks, each asked once',
  family: 'content',
  rationale:
    'A harvester works through a bank of instructions: every request stands alone and none comes back; two of three shapes hold besides: requests alike in size, few of them questions, answers from a word to an essay (self-instruct shape; signals.md S6, S7, S20).',
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
    const givesLittle = ramp(demand.ratio, -2.4, -1);
    const hasNoProduct = ramp(template.topShare, 0.9, 0.55);
    const shapes = [
      ramp(demand.textDeviation, 0.8, 0.45),
      ramp(demand.questionShare, 0.4, 0.15),
      ramp(demand.outputDeviation, 0.6, 1.1),
    ];
    const strength = enough * isFresh * givesLittle * hasNoProduct * secondOf(shapes);
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
