import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'output-maximal',
  title: 'Requests that leave room for everything',
  family: 'modifier',
  rationale:
    'Who pays for training data asks for as much of it as a request gives: the limit of the answer is out of the way, answers are long against what was asked, and none may be cut off (signals.md S8).',
  falsePositives:
    'Long-form writing and code generation; libraries that set a high limit by default.',
  runbook: 'None: never act on this.',
  settings: z.strictObject({
    fewLimited: z
      .number()
      .default(30)
      .describe('requests with a limit below which this is silent; judgement'),
    manyLimited: z.number().default(120).describe('the same, at full strength; judgement'),
    generousFrom: z
      .number()
      .default(0.8)
      .describe('share of the limits (0 to 1) that are generous, from which it counts; judgement'),
    ratioFrom: z
      .number()
      .default(1)
      .describe(
        'mean ln(output tokens) - mean ln(input characters) from which it counts; judgement',
      ),
    ratioTo: z.number().default(2.5).describe('the same, at full strength; judgement'),
    cutTo: z
      .number()
      .default(0.03)
      .describe('share of answers cut off (0 to 1) at which it is silent; judgement'),
    weight: z
      .number()
      .default(0.2)
      .describe('nats at full strength: the labelled set shows no difference, signals.md S8'),
  }),
  detect: ({ limits, demand }, _context, settings) =>
    signalOf(
      logRamp(limits.limited, settings.fewLimited, settings.manyLimited) *
        ramp(limits.generousShare, settings.generousFrom, 1) *
        ramp(demand.ratio, settings.ratioFrom, settings.ratioTo) *
        ramp(limits.cutShare, settings.cutTo, 0),
      settings.weight,
      { value: demand.ratio, threshold: settings.ratioFrom, evidence: { ...limits } },
    ),
});
