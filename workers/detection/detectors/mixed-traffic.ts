import { z } from 'zod';
import { subStreamLimit } from '../profile/sub-stream.ts';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';

export default defineDetector({
  id: 'mixed-traffic',
  title: 'One client of several',
  family: 'counter',
  rationale:
    'Extraction hides in ordinary traffic: a proxy sells one account to customers and harvests through it. So each client configuration of an account is judged apart, and the looking more than once is paid for (signals.md S17; Bonferroni).',
  falsePositives:
    'Gateways carry many clients; the more are judged, the more evidence one of them must show.',
  runbook: 'Read the requests under this system prompt apart from the others.',
  settings: z.strictObject({
    weight: z
      .number()
      .default(1.61)
      .describe(
        'nats at full strength, when as many clients are judged as are ever kept apart: ln of them and the account, Bonferroni',
      ),
  }),
  detect: (_features, { stream }, settings) => {
    if (stream === null) return null;
    const strength = Math.min(1, Math.log1p(stream.streams) / Math.log1p(subStreamLimit));
    return signalOf(strength, -settings.weight, {
      value: stream.share,
      threshold: 1,
      evidence: { ...stream },
    });
  },
});
