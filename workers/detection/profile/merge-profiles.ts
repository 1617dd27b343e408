import { mergeBottomK } from '../sketches/bottom-k.ts';
import { mergeCoverage } from '../sketches/coverage.ts';
import { mergeHistogram } from '../sketches/histogram.ts';
import { mergeHyperLogLog } from '../sketches/hyper-log-log.ts';
import { mergeSpaceSaving } from '../sketches/merge-space-saving.ts';
import { mergeMoments } from './moments.ts';
import * as layout from './profile.ts';
import type { Profile } from './profile.ts';
import { createSubStream, mergeSubStream, type SubStream } from './sub-stream.ts';

/** The profile of all these as if they were one account. The order of the parts changes nothing. */
export function mergeProfiles(parts: readonly Profile[]): Profile {
  const merged = layout.createProfile();
  for (const part of parts) addPart(merged, part);
  for (const name of layout.heavyNames) {
    merged.heavy[name] = mergeSpaceSaving(
      parts.map((part) => part.heavy[name]),
      layout.heavySlots[name],
    );
  }
  merged.subStreams.push(...mergeStreams(parts));
  return merged;
}

function addPart(merged: Profile, part: Profile): void {
  for (const name of layout.counterNames) merged.counters[name] += part.counters[name];
  for (const name of layout.distinctNames) {
    mergeHyperLogLog(merged.distinct[name], part.distinct[name]);
  }
  for (const name of layout.coverageNames)
    mergeCoverage(merged.coverage[name], part.coverage[name]);
  for (const name of layout.momentNames) mergeMoments(merged.moments[name], part.moments[name]);
  mergeBottomK(merged.items, part.items);
  mergeBottomK(merged.samples, part.samples);
  mergeHistogram(merged.hours, part.hours);
  mergeHistogram(merged.gaps, part.gaps);
  if (part.firstAt !== 0 && (merged.firstAt === 0 || part.firstAt < merged.firstAt)) {
    merged.firstAt = part.firstAt;
  }
  merged.lastAt = Math.max(merged.lastAt, part.lastAt);
}

function mergeStreams(parts: readonly Profile[]): SubStream[] {
  const byKey = new Map<number, SubStream>();
  for (const stream of parts.flatMap((part) => part.subStreams)) {
    const into = byKey.get(stream.key) ?? createSubStream(stream.key);
    byKey.set(stream.key, into);
    mergeSubStream(into, stream);
  }
  return [...byKey.values()]
    .sort((a, b) => b.requests - a.requests || a.key - b.key)
    .slice(0, layout.subStreamLimit);
}
