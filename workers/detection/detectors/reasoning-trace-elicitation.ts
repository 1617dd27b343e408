import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'reasoning-trace-elicitation',
  title: 'Long answers demanded of templated short questions',
  family: 'content',
  rationale:
    'Reasoning traces are the best training signal there is: a bank of questions goes through wrappers that ask for the whole train of thought, so answers are far longer than questions of that size get (signals.md S4, GTIG February 2026). Measured by shape, not by words, so that it holds in every language.',
  falsePositives:
    'Tutoring and long-form writing ask for long answers too, but do not send hundreds of different questions through recurring wrappers without one follow-up.',
  runbook:
    'Read the wrapper: does it ask for hidden, internal or reconstructed reasoning? Plain step-by-step instructions are no offence.',
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
    longFrom: z
      .number()
      .default(5.2)
      .describe(
        'mean ln(1 + output tokens): about 180 tokens; judgement, checked on the labelled sets',
      ),
    longTo: z
      .number()
      .default(6)
      .describe(
        'mean ln(1 + output tokens): about 400 tokens; judgement, checked on the labelled sets',
      ),
    weight: z
      .number()
      .default(1.9)
      .describe(
        'nats at full strength; sign-constrained logistic regression over all strengths, campaigns held out',
      ),
  }),
  detect: ({ conversation, demand, template }, _context, settings) => {
    const enough = logRamp(conversation.openers + 1, settings.fewOpeners, settings.manyOpeners);
    const isLong = ramp(demand.outputMean, settings.longFrom, settings.longTo);
    const wrapped = ramp(template.coverage, 0.3, 0.7) * ramp(template.recurringEdges, 1, 4);
    const strength = enough * isLong * wrapped * ramp(conversation.repeatShare, 0.2, 0.05);
    return signalOf(strength, settings.weight, {
      value: demand.outputMean,
      threshold: settings.longFrom,
      evidence: {
        outputMean: demand.outputMean,
        textMean: demand.textMean,
        templateCoverage: template.coverage,
      },
    });
  },
});
