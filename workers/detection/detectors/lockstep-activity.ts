import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'lockstep-activity',
  title: 'Unlinked accounts that act in lockstep',
  family: 'links',
  rationale:
    'A balancer deals one queue out over many accounts: they are active in the same minutes, on the same matter, and no two of them send the same request (signals.md S11; SynchroTrap, Cao et al. 2014).',
  falsePositives:
    'A class before a due date acts together as well, but its members send the same requests; so do the machines of one organisation, which is declared and counts once.',
  runbook:
    'Lay the activity of three members side by side. Is there a lecture, a release, an outage that explains it? Do they work on the same list?',
  settings: z.strictObject({
    fewUnits: z.number().default(3).describe('unlinked members below which this is silent'),
    manyUnits: z
      .number()
      .default(10)
      .describe('the same, at full strength; judgement, checked on the labelled sets'),
    fewNats: z
      .number()
      .default(4)
      .describe(
        'median improbability of a pair (nats) from which it speaks; 99 % of honest pairs are below',
      ),
    manyNats: z.number().default(8).describe('the same, at full strength; judgement'),
    replicatedFrom: z
      .number()
      .default(0.35)
      .describe('replication above which members do the same exercise; signals.md section 5'),
    replicatedTo: z.number().default(0.1).describe('the same, where they partition a list'),
    weight: z.number().default(4).describe('nats at full strength; judgement'),
  }),
  detect: (_features, { group }, settings) => {
    if (group === null) return null;
    const enough = logRamp(group.units, settings.fewUnits, settings.manyUnits);
    const together = ramp(group.lockstep, settings.fewNats, settings.manyNats);
    const partitions = ramp(group.replication, settings.replicatedFrom, settings.replicatedTo);
    return signalOf(enough * together * partitions, settings.weight, {
      value: group.lockstep,
      threshold: settings.fewNats,
      evidence: { ...group },
    });
  },
});
