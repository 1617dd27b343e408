import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'replicated-requests',
  title: 'Members do the same exercises',
  family: 'counter',
  rationale:
    'A class, a course or a tutorial: the members send the same requests, where a fleet partitions them (signals.md section 5, S16 inverted).',
  falsePositives:
    'Sampling one prompt from many accounts replicates as well; rare, and it shows in the links.',
  runbook: 'Look for a due date and an institution.',
  settings: z.strictObject({
    from: z
      .number()
      .default(0.1)
      .describe(
        'share of distinct requests that several members sent; judgement, checked on the labelled sets',
      ),
    to: z
      .number()
      .default(0.4)
      .describe('the same, at full strength; judgement, checked on the labelled sets'),
    weight: z
      .number()
      .default(3)
      .describe('nats at full strength; judgement, signals.md section 5'),
  }),
  detect: (_features, { group }, settings) =>
    group === null
      ? null
      : signalOf(ramp(group.replication, settings.from, settings.to), -settings.weight, {
          value: group.replication,
          threshold: settings.from,
          evidence: { replication: group.replication },
        }),
});
