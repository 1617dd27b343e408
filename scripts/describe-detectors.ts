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

/** docs/detectors.md, from the fields of every detector. */
export async function describeDetectors(): Promise<string> {
  const detectors = await loadDetectors();
  return [
    '# Detectors',
    '',
    'Generated from workers/detection/detectors. Evidence is in nats (natural logarithm of the likelihood ratio); signals of one family are added and capped together. `config/detection.json` overrides a setting by the id of its detector, and says whether it counts, runs in the shadow or is off ([detection settings](operations/detection-settings.md)).',
    '',
    ...detectors.flatMap(describeDetector),
  ].join('\n');
}
