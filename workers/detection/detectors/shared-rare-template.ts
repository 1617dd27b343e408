import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'shared-rare-template',
  title: 'One rare template over accounts that nothing else ties',
  family: 'links',
  rationale:
    'One controller writes the prompts of a whole fleet: accounts with no declared owner in common share what hardly anybody else uses, and partition one bank of tasks among them (signals.md S2, S3, S16).',
  falsePositives:
    'Tutorials and open-source agents are shared by many and so not rare; classes replicate the same exercises; organisations are declared and count as one.',
  runbook:
    'Look at the links and at three members side by side. Do they work on one list? Would they know of each other?',
  settings: z.strictObject({
    fewUnits: z
      .number()
      .default(4)
      .describe('unlinked accounts that may share a template by chance; signals.md S2 gives 5'),
    manyUnits: z
      .number()
      .default(16)
      .describe(
        'unlinked accounts at which chance is out; judgement, checked on the labelled sets',
      ),
    commonRarity: z
      .number()
      .default(2)
      .describe(
        'nats: a trait that one unit in seven carries; judgement, checked on the labelled sets',
      ),
    rareRarity: z
      .number()
      .default(4)
      .describe(
        'nats: a trait that one unit in fifty carries; judgement, checked on the labelled sets',
      ),
    replicatedFrom: z
      .number()
      .default(0.35)
      .describe(
        'share of distinct requests that several members sent; judgement, checked on the labelled sets',
      ),
    replicatedTo: z
      .number()
      .default(0.1)
      .describe(
        'the same, where members partition a bank; judgement, checked on the labelled sets',
      ),
    unevenFrom: z
      .number()
      .default(0.35)
      .describe(
        'variance of sizes between members over that within; judgement, checked on the labelled sets',
      ),
    unevenTo: z
      .number()
      .default(0.12)
      .describe(
        'the same, where all members draw from one bank; judgement, checked on the labelled sets',
      ),
    weight: z
      .number()
      .default(4)
      .describe(
        'nats at full strength; sign-constrained logistic regression over all strengths, campaigns held out',
      ),
  }),
  detect: (_features, { group }, settings) => {
    if (group === null) return null;
    const enough = logRamp(group.units, settings.fewUnits, settings.manyUnits);
    const isRare = ramp(group.rarity, settings.commonRarity, settings.rareRarity);
    const partitions = ramp(group.replication, settings.replicatedFrom, settings.replicatedTo);
    const isOneSource = ramp(group.heterogeneity, settings.unevenFrom, settings.unevenTo);
    return signalOf(enough * isRare * partitions * isOneSource, settings.weight, {
      value: group.units,
      threshold: settings.fewUnits,
      evidence: { ...group },
    });
  },
});
