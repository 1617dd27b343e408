import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'copied-prompt',
  title: 'One prompt in common, and nothing else',
  family: 'counter',
  rationale:
    'A tool, a tutorial or a default hands one prompt to accounts that never met, and the requests of strangers put together look like a bank of tasks. A fleet shares more: further texts, a network, an identity, a vocabulary, or members that each show something by themselves.',
  falsePositives:
    'A fleet with one prompt whose members each send ordinary traffic as well: it is found once its members show something, or by the next thing that they share.',
  runbook:
    'Search for the prompt: is it published with a tool? Judge the members one by one before the group is believed.',
  settings: z.strictObject({
    fewLean: z
      .number()
      .default(0.35)
      .describe(
        'share of members whose own content speaks for extraction, up to which it counts whole; honest groups stay below 0.28, measured on simulated traffic',
      ),
    manyLean: z
      .number()
      .default(0.6)
      .describe('the same, from which it is silent; judgement, checked on the labelled sets'),
    alike: z
      .number()
      .default(0.15)
      .describe(
        'mean similarity of the vocabularies from which members draw on one source; judgement, checked on the labelled sets',
      ),
    unlike: z
      .number()
      .default(0.06)
      .describe('the same, at full strength; strangers stay below 0.03, measured'),
    weight: z
      .number()
      .default(6)
      .describe('nats at full strength: what the merged content and the prompt say is taken back'),
  }),
  detect: (_features, { group }, settings) => {
    if (group === null || group.sharedTexts > 1 || group.otherTies > 0) return null;
    const areOrdinary = ramp(group.leaningShare, settings.manyLean, settings.fewLean);
    const areStrangers = ramp(group.resemblance, settings.alike, settings.unlike);
    const { leaningShare, resemblance } = group;
    return signalOf(areOrdinary * areStrangers, -settings.weight, {
      value: leaningShare,
      threshold: settings.manyLean,
      evidence: { leaningShare, resemblance },
    });
  },
});
