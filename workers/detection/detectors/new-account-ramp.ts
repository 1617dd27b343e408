import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'new-account-ramp',
  title: 'A new account at work from its first days',
  family: 'modifier',
  rationale:
    'Disposable accounts are opened to be used: they send from their first days on, at their full rate (signals.md S13). An account that was banned is replaced by such a one (S19).',
  falsePositives:
    'Every start-up with funding, every hackathon, every course. That is why it may tip a balance and never make a case.',
  runbook: 'None: never act on this. Look at what the account sends, and whom it resembles.',
  settings: z.strictObject({
    oldDays: z
      .number()
      .default(7)
      .describe('days from creation to the first request above which this is silent; judgement'),
    newDays: z.number().default(1).describe('the same, at full strength; judgement'),
    fewPerDay: z
      .number()
      .default(4)
      .describe('requests a day below which this is silent; judgement'),
    manyPerDay: z
      .number()
      .default(26)
      .describe('the same, at full strength: what a fleet account sends a day, signals.md 1.2'),
    weight: z.number().default(0.41).describe('nats at full strength: ln 1.5, signals.md S13'),
  }),
  detect: ({ origin, volume }, _context, settings) =>
    signalOf(
      ramp(origin.idleDays, settings.oldDays, settings.newDays) *
        logRamp(volume.perDay, settings.fewPerDay, settings.manyPerDay),
      settings.weight,
      {
        value: origin.idleDays,
        threshold: settings.oldDays,
        evidence: { idleDays: origin.idleDays, perDay: volume.perDay },
      },
    ),
});
