import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'unlike-members',
  title: 'Members that do unlike things',
  family: 'counter',
  rationale:
    'Accounts that share a phrase by chance differ in everything else; accounts of one controller draw from one source (analysis of variance of request and answer sizes).',
  falsePositives: 'A fleet that serves several banks at once.',
  runbook: 'Judge the members one by one.',
  settings: z.strictObject({
    from: z
      .number()
      .default(0.2)
      .describe(
        'variance of sizes between members over that within; judgement, checked on the labelled sets',
      ),
    to: z
      .number()
      .default(0.8)
      .describe('the same, at full strength; judgement, checked on the labelled sets'),
    weight: z.number().default(5).describe('nats at full strength; judgement'),
  }),
  detect: (_features, { group }, settings) =>
    group === null
      ? null
      : signalOf(ramp(group.heterogeneity, settings.from, settings.to), -settings.weight, {
          value: group.heterogeneity,
          threshold: settings.from,
          evidence: { heterogeneity: group.heterogeneity },
        }),
});
