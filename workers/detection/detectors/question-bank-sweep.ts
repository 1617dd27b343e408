import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'question-bank-sweep',
  title: 'A bank of questions of one size, each asked once',
  family: 'content',
  rationale:
    'Question banks (mathematics, trivia, exams) are swept like task banks: hundreds of single questions, alike in size, none repeated, none followed up (signals.md S6, S7).',
  falsePositives:
    'Evaluations repeat their items over models; classes ask fewer and follow up; support desks come back to the same questions. So this speaks later than task-bank-sweep.',
  runbook:
    'Ask whether the questions come from a published set, and whether that is its training or its test part.',
  settings: z.strictObject({
    fewOpeners: z
      .number()
      .default(100)
      .describe(
        'first requests below which this is silent: twice what honest accounts with such questions sent; judgement, checked on the labelled sets',
      ),
    manyOpeners: z
      .number()
      .default(300)
      .describe(
        'first requests at which it is at full strength; judgement, checked on the labelled sets',
      ),
    weight: z
      .number()
      .default(4)
      .describe('nats at full strength; judgement, checked on the labelled sets'),
  }),
  detect: ({ conversation, demand, template }, _context, settings) => {
    const enough = logRamp(conversation.openers + 1, settings.fewOpeners, settings.manyOpeners);
    const isFresh =
      ramp(conversation.repeatShare, 0.2, 0.05) * ramp(conversation.followUpShare, 0.25, 0.08);
    const isUniform = ramp(demand.textDeviation, 0.65, 0.45) * ramp(demand.ratio, -2.4, -1.6);
    const asks = ramp(demand.questionShare, 0.15, 0.4) * ramp(template.topShare, 0.7, 0.4);
    return signalOf(enough * isFresh * isUniform * asks, settings.weight, {
      value: conversation.openers,
      threshold: settings.fewOpeners,
      evidence: {
        openers: conversation.openers,
        questionShare: demand.questionShare,
        repeatShare: conversation.repeatShare,
        textDeviation: demand.textDeviation,
      },
    });
  },
});
