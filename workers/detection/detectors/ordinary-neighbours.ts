import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'ordinary-neighbours',
  title: 'The accounts most like it are ordinary customers',
  family: 'counter',
  rationale:
    'Whoever writes about what ordinary customers write about is most likely one of them: a bank is shared by those who extract (the reverse of similar-accounts).',
  falsePositives:
    'A harvester of one narrow product domain has ordinary neighbours; what its own requests show still counts.',
  runbook: 'None.',
  settings: z.strictObject({
    from: z
      .number()
      .default(0.2)
      .describe(
        'mean evidence of the similar accounts (nats, weighted by similarity) below which it speaks; judgement, checked on the labelled sets',
      ),
    to: z
      .number()
      .default(-1.2)
      .describe('the same, at full strength; the median of honest products and backends'),
    weight: z
      .number()
      .default(1.5)
      .describe('nats at full strength; checked with each family of extraction left out'),
  }),
  detect: (_features, { neighbours }, settings) =>
    neighbours === null
      ? null
      : signalOf(ramp(neighbours.evidence, settings.from, settings.to), -settings.weight, {
          value: neighbours.evidence,
          threshold: settings.from,
          evidence: { ...neighbours },
        }),
});
