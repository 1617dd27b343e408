import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'machine-timing',
  title: 'Machine timing',
  family: 'modifier',
  rationale:
    'A queue that is always full sends round the clock and at even gaps (signals.md S10). Half of all honest programs do too, so it may double the odds at most.',
  falsePositives: 'Cron jobs, CI, batch queues, products with users in every time zone.',
  runbook: 'None: never act on this.',
  settings: z.strictObject({
    fewRequests: z
      .number()
      .default(100)
      .describe('requests below which this is silent; fewer fill no histogram (signals.md 3)'),
    manyRequests: z.number().default(400).describe('the same, at full strength; judgement'),
    fewDays: z
      .number()
      .default(3)
      .describe('days below which this is silent; fewer show no rhythm (signals.md 3)'),
    flatFrom: z
      .number()
      .default(0.9)
      .describe('normalised entropy of the hour of day (0 to 1) from which it counts; judgement'),
    flatTo: z.number().default(0.99).describe('the same, at full strength; judgement'),
    evenFrom: z
      .number()
      .default(0.55)
      .describe('normalised entropy of the gaps (0 to 1) below which it counts; judgement'),
    evenTo: z.number().default(0.25).describe('the same, at full strength; judgement'),
    weight: z.number().default(0.69).describe('nats at full strength: ln 2, signals.md S10'),
  }),
  detect: ({ volume }, _context, settings) => {
    if (volume.days < settings.fewDays) return null;
    const enough = logRamp(volume.requests, settings.fewRequests, settings.manyRequests);
    const flat = ramp(volume.hourEntropy, settings.flatFrom, settings.flatTo);
    const even = ramp(volume.gapEntropy, settings.evenFrom, settings.evenTo);
    return signalOf((enough * (flat + even)) / 2, settings.weight, {
      value: volume.hourEntropy,
      threshold: settings.flatFrom,
      evidence: { ...volume },
    });
  },
});
