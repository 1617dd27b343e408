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
    alikeFrom: z
      .number()
      .default(0.32)
      .describe(
        "similarity of the members' vocabularies (cosine over rare words) from which they do one exercise; fleets of the labelled set stay below 0.3",
      ),
    alikeTo: z
      .number()
      .default(0.5)
      .describe('the same, at full strength; classes of the labelled set reach 0.8'),
    weight: z
      .number()
      .default(3)
      .describe('nats at full strength; judgement, signals.md section 5'),
  }),
  detect: (_features, { group }, settings) => {
    if (group === null) return null;
    const toTheLetter = ramp(group.replication, settings.from, settings.to);
    const inOwnWords = ramp(group.resemblance, settings.alikeFrom, settings.alikeTo);
    return signalOf(Math.max(toTheLetter, inOwnWords), -settings.weight, {
      value: Math.max(group.replication, group.resemblance),
      threshold: settings.from,
      evidence: { replication: group.replication, resemblance: group.resemblance },
    });
  },
});
