import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'conversation',
  title: 'Conversations that go on',
  family: 'counter',
  rationale:
    'People follow up; a bank is consumed once (signals.md S7). Some follow-ups are cheap to fake; traffic that is mostly follow-ups is no bank, because each of them costs a request that harvests nothing.',
  falsePositives: 'Harvesters fake some follow-ups: a small share takes little off.',
  runbook: 'Read a conversation to its end.',
  settings: z.strictObject({
    from: z
      .number()
      .default(0.08)
      .describe(
        'share of requests that continue a conversation; judgement, checked on the labelled sets',
      ),
    to: z
      .number()
      .default(0.3)
      .describe('the same, at a fifth of the strength; judgement, checked on the labelled sets'),
    mostlyFrom: z
      .number()
      .default(0.35)
      .describe('the same, above which hardly any extraction of the labelled sets lies'),
    mostlyTo: z.number().default(0.65).describe('the same, at full strength'),
    weight: z
      .number()
      .default(2.75)
      .describe(
        'nats at full strength; the first fifth by sign-constrained logistic regression over all strengths, campaigns held out',
      ),
  }),
  detect: ({ conversation }, _context, settings) => {
    const { followUpShare } = conversation;
    const some = ramp(followUpShare, settings.from, settings.to);
    const mostly = ramp(followUpShare, settings.mostlyFrom, settings.mostlyTo);
    return signalOf(0.2 * some + 0.8 * mostly, -settings.weight, {
      value: followUpShare,
      threshold: settings.from,
      evidence: { followUpShare },
    });
  },
});
