import { z } from 'zod';
import { loadDetectors } from '../workers/load-detection.ts';
import type { Detector } from '../workers/detection/scoring/define-detector.ts';

const settingsSchema = z.object({
  properties: z
    .record(z.string(), z.object({ default: z.unknown(), description: z.string().default('') }))
    .default({}),
});

function describeSettings({ settings }: Detector): string[] {
  const { properties } = settingsSchema.parse(z.toJSONSchema(settings, { io: 'input' }));
  const rows = Object.entries(properties).map(
    ([name, setting]) =>
      `| \`${name}\` | ${JSON.stringify(setting.default)} | ${setting.description} |`,
  );
  return rows.length === 0 ? [] : ['| setting | default | meaning |', '|---|---|---|', ...rows, ''];
}

function describeDetector(detector: Detector): string[] {
  return [
    `## ${detector.id}`,
    '',
    `${detector.title}. Family: ${detector.family}.${detector.mode === undefined ? '' : ` Preset mode: ${detector.mode}.`}`,
    '',
    `**Why it matters.** ${detector.rationale}`,
    '',
    `**Who else looks like this.** ${detector.falsePositives}`,
    '',
    `**What to do.** ${detector.runbook}`,
    '',
    ...describeSettings(detector),
  ];
}

/** Signals that were considered and have no detector, so that nobody takes them for granted. */
const notShipped = [
  '# Signals without a detector',
  '',
  '- **Public prompt banks (S14).** Telling the training split of a public corpus from its test split takes hashes of the corpora themselves: their licences differ, they grow weekly, and a rewording defeats a hash. Overlap with public prompts did not carry over between two labelled sets either. Exact repeats, which are what an evaluation shows, count against extraction instead.',
  '- **Distribution shift (S15).** Any new customer is off the distribution of the old ones. A sound test needs groups of the same size drawn from accounts of the same class that are known to be honest, and the baselines hold scores, not words. Similar accounts judge nearness to known behaviour instead.',
  '- **Policy-boundary rewriting (S22).** It takes a classifier of sensitive subjects in every language, a model to download and to maintain. A word list would flag safety research and whoever writes in a language that it knows.',
  '- **Ban evasion (S19)** and **reported indicators (S21)** speak once a suspension has set tombstones and once the settings name a list. **Resale (S18)** is a reason on the findings of an account and raises none of its own.',
  '- **Country and nationality** are no signal here and never will be: they discriminate, and a proxy evades them.',
  '',
];

/** docs/detectors.md, from the fields of every detector. */
export async function describeDetectors(): Promise<string> {
  const detectors = await loadDetectors();
  return [
    '# Detectors',
    '',
    'Generated from workers/detection/detectors. Evidence is in nats (natural logarithm of the likelihood ratio); signals of one family are added and capped together; of the content family the strongest for extraction counts whole and each next one at 0.7 of the one before, because they share what they see. Those of the family resale are reasons beside the score and add nothing to it. `config/detection.json` overrides a setting by the id of its detector, and says whether it counts, runs in the shadow or is off ([detection settings](operations/detection-settings.md)).',
    '',
    ...detectors.flatMap(describeDetector),
    ...notShipped,
  ].join('\n');
}
