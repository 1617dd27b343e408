import { mergeCoverage } from '../sketches/coverage.ts';
import { mergeHyperLogLog } from '../sketches/hyper-log-log.ts';
import { mergeSpaceSaving } from '../sketches/merge-space-saving.ts';
import * as layout from './content.ts';
import type { Content, ContentSizes } from './content.ts';
import { mergeMoments } from './moments.ts';
import { mergeTemplateUses } from './template-use.ts';

/** The summary of all these as if they were one. The order of the parts changes nothing. */
export function mergeContents(parts: readonly Content[], sizes: ContentSizes): Content {
  const merged = layout.createContent(sizes);
  for (const part of parts) addPart(merged, part);
  for (const name of layout.heavyNames) {
    merged.heavy[name] = mergeSpaceSaving(
      parts.map((part) => part.heavy[name]),
      sizes.heavy[name],
    );
  }
  merged.templates.push(
    ...mergeTemplateUses(
      parts.map(({ templates }) => templates),
      sizes.templates,
    ),
  );
  return merged;
}

function addPart(merged: Content, part: Content): void {
  for (const name of layout.counterNames) merged.counters[name] += part.counters[name];
  for (const name of layout.distinctNames) {
    mergeHyperLogLog(merged.distinct[name], part.distinct[name]);
  }
  mergeCoverage(merged.words, part.words);
  for (const name of layout.momentNames) mergeMoments(merged.moments[name], part.moments[name]);
}
