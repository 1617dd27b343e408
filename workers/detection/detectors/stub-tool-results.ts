import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'stub-tool-results',
  title: 'Tool results that come from stubs',
  family: 'tools',
  rationale:
    'Agent traces are harvested against simulated tools: many results, hardly any different, numbers aside (signals.md S23, Moonshot and MiniMax as described in February 2026).',
  falsePositives:
    'Continuous integration of an agent product runs on stubs as well; it repeats its tasks.',
  runbook: 'Look at the tool results in the samples. Real tools return files, pages and errors.',
  settings: z.strictObject({
    fewResults: z
      .number()
      .default(10)
      .describe('tool results below which this is silent; judgement, checked on the labelled sets'),
    manyResults: z
      .number()
      .default(50)
      .describe(
        'tool results at which it is at full strength; judgement, checked on the labelled sets',
      ),
    varietyFrom: z
      .number()
      .default(0.6)
      .describe(
        'distinct results over results of a real tool; judgement, checked on the labelled sets',
      ),
    varietyTo: z
      .number()
      .default(0.1)
      .describe('distinct results over results of stubs; judgement, checked on the labelled sets'),
    weight: z
      .number()
      .default(4.6)
      .describe(
        'nats at full strength; sign-constrained logistic regression over all strengths, campaigns held out',
      ),
  }),
  detect: ({ conversation }, _context, settings) => {
    const enough = logRamp(conversation.toolResults + 1, settings.fewResults, settings.manyResults);
    const isStub = ramp(conversation.toolResultVariety, settings.varietyFrom, settings.varietyTo);
    return signalOf(enough * isStub, settings.weight, {
      value: conversation.toolResultVariety,
      threshold: settings.varietyFrom,
      evidence: {
        toolResults: conversation.toolResults,
        toolResultVariety: conversation.toolResultVariety,
      },
    });
  },
});
