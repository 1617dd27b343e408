import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'shared-indicators',
  title: 'A trait that others reported',
  family: 'modifier',
  rationale:
    "Providers share networks, TLS fingerprints and payment fingerprints of those they suspended (signals.md S21). The list is the operator's: each entry has a source and an expiry.",
  falsePositives:
    'Lists age and can be poisoned, and addresses change hands. That is why this may tip a balance and never make a case.',
  runbook: 'None: never act on this. Ask the source of the entry what it saw, and when.',
  settings: z.strictObject({
    manyKinds: z
      .number()
      .default(2)
      .describe('kinds of trait on the list at which it is at full strength; judgement'),
    weight: z.number().default(0.69).describe('nats at full strength: ln 2, signals.md S21'),
  }),
  detect: (_features, { marks }, settings) =>
    marks === null
      ? null
      : signalOf(ramp(marks.indicatorKinds, 0, settings.manyKinds), settings.weight, {
          value: marks.indicatorKinds,
          threshold: 0,
          evidence: { kinds: marks.indicatorKinds },
        }),
});
