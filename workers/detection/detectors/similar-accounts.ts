import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'similar-accounts',
  title: 'The accounts most like it speak for extraction as well',
  family: 'links',
  rationale:
    'A bank is shared out over many accounts, so those that draw on it resemble each other more than they resemble anybody else, while each shows too little to be judged alone (stateful monitoring across accounts, signals.md 2.1; Kesarwani 2017 on colluding groups).',
  falsePositives:
    'A customer whose subject happens to be that of a bank. Its own content must lean the same way, the evidence is capped, and it never reaches the act level by this alone.',
  runbook:
    'Open two of the similar accounts. If they are unrelated customers with a subject in common, the resemblance explains itself.',
  settings: z.strictObject({
    from: z
      .number()
      .default(0.5)
      .describe(
        'mean evidence of the similar accounts (nats, weighted by similarity) from which it speaks; 80 % of honest accounts are below, measured on the labelled sets',
      ),
    to: z
      .number()
      .default(2.5)
      .describe('the same, at full strength; judgement, checked on the labelled sets'),
    fewAccounts: z.number().default(8).describe('similar accounts below which it is silent'),
    weight: z
      .number()
      .default(3)
      .describe('nats at full strength; checked with each family of extraction left out'),
  }),
  detect: (_features, { neighbours }, settings) => {
    if (neighbours === null || neighbours.accounts < settings.fewAccounts) return null;
    return signalOf(ramp(neighbours.evidence, settings.from, settings.to), settings.weight, {
      value: neighbours.evidence,
      threshold: settings.from,
      evidence: { ...neighbours },
    });
  },
});
