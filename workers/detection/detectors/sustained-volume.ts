import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'sustained-volume',
  title: 'Sustained volume',
  family: 'modifier',
  rationale:
    'Volume says little alone: a fleet account sends about 26 requests a day (signals.md 1.2). It may tip a balance, never make a case.',
  falsePositives: 'Every successful customer.',
  runbook: 'None: never act on this.',
  settings: z.strictObject({
    fewOpeners: z
      .number()
      .default(50)
      .describe(
        'first requests below which this is silent; judgement, checked on the labelled sets',
      ),
    manyOpeners: z
      .number()
      .default(400)
      .describe(
        'first requests at which it is at full strength; judgement, checked on the labelled sets',
      ),
    weight: z.number().default(0.69).describe('nats at full strength: ln 2, signals.md S10'),
  }),
  detect: ({ conversation, volume }, _context, settings) =>
    signalOf(
      logRamp(conversation.openers + 1, settings.fewOpeners, settings.manyOpeners),
      settings.weight,
      {
        value: conversation.openers,
        threshold: settings.fewOpeners,
        evidence: { openers: conversation.openers, perDay: volume.perDay },
      },
    ),
});
