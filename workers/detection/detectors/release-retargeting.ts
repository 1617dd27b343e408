import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'release-retargeting',
  title: 'A group that turns to a new model at once',
  family: 'links',
  rationale:
    'A controller wants the newest model: within 24 hours of a release half of a campaign was pointed at it, with the templates it had before (signals.md 1.1, S12). Customers move one by one, over weeks. The group is held against how all other accounts took up the same model.',
  falsePositives:
    'A tool that flips its default moves all who use it, and they are many: a group is judged only where what it shares is rare. An alias that names the latest model moves nobody, where the gateway logs the alias.',
  runbook:
    'Compare the requests before and after: the same templates on another model? Then look who else moved in those hours.',
  settings: z.strictObject({
    fewUnits: z
      .number()
      .default(3)
      .describe('unlinked members below which this is silent; judgement'),
    manyUnits: z.number().default(8).describe('the same, at full strength; judgement'),
    fewNats: z
      .number()
      .default(5)
      .describe(
        'improbability of the move (nats) from which it speaks: 1 in 150, while many groups are tried; judgement',
      ),
    manyNats: z
      .number()
      .default(12.5)
      .describe('the same, at full strength: 5 standard deviations, signals.md S12'),
    weight: z.number().default(1.5).describe('nats at full strength; judgement: strength B of S12'),
  }),
  detect: (_features, { group }, settings) => {
    if (group === null) return null;
    return signalOf(
      logRamp(group.units, settings.fewUnits, settings.manyUnits) *
        ramp(group.retargeting, settings.fewNats, settings.manyNats),
      settings.weight,
      { value: group.retargeting, threshold: settings.fewNats, evidence: { ...group } },
    );
  },
});
