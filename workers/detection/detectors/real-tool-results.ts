import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'real-tool-results',
  title: 'Tool results of real tools',
  family: 'counter',
  rationale:
    'An agent at work hands back files, pages and errors, hardly two alike; harvesting runs on stubs, because real tools are slow and cost money (signals.md section 5, S23).',
  falsePositives:
    'A harvester with a sandbox has real results as well: this lowers a score and does not clear it.',
  runbook: 'Look at the tool results in the samples.',
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
    shareFrom: z
      .number()
      .default(0.2)
      .describe(
        'share of requests that hand back a result; judgement, checked on the labelled sets',
      ),
    shareTo: z
      .number()
      .default(0.4)
      .describe('the same, at full strength; judgement, checked on the labelled sets'),
    varietyFrom: z
      .number()
      .default(0.4)
      .describe(
        'distinct results over results, numbers masked; judgement, checked on the labelled sets',
      ),
    varietyTo: z
      .number()
      .default(0.7)
      .describe('the same, at full strength; judgement, checked on the labelled sets'),
    weight: z
      .number()
      .default(2)
      .describe('nats at full strength; judgement, checked on the labelled sets'),
  }),
  detect: ({ conversation }, _context, settings) => {
    const enough = logRamp(conversation.toolResults + 1, settings.fewResults, settings.manyResults);
    const isAgent = ramp(conversation.toolShare, settings.shareFrom, settings.shareTo);
    const isReal = ramp(conversation.toolResultVariety, settings.varietyFrom, settings.varietyTo);
    return signalOf(enough * isAgent * isReal, -settings.weight, {
      value: conversation.toolResultVariety,
      threshold: settings.varietyFrom,
      evidence: { toolShare: conversation.toolShare, toolResults: conversation.toolResults },
    });
  },
});
