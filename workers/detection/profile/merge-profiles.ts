import { mergeBottomK } from '../sketches/bottom-k.ts';
import { mergeHistogram } from '../sketches/histogram.ts';
import { mergeContents } from './merge-contents.ts';
import { mergeModelUses } from './model-use.ts';
import { accountSizes, createProfile, type Profile } from './profile.ts';
import { mergeSubStreams } from './sub-stream.ts';

/** The profile of all these as if they were one account. The order of the parts changes nothing. */
export function mergeProfiles(parts: readonly Profile[]): Profile {
  const merged: Profile = { ...createProfile(), ...mergeContents(parts, accountSizes) };
  for (const part of parts) addPart(merged, part);
  merged.models.push(...mergeModelUses(parts.map(({ models }) => models)));
  merged.subStreams.push(...mergeSubStreams(parts.map(({ subStreams }) => subStreams)));
  return merged;
}

function addPart(merged: Profile, part: Profile): void {
  mergeBottomK(merged.items, part.items);
  mergeBottomK(merged.samples, part.samples);
  mergeBottomK(merged.slots, part.slots);
  mergeHistogram(merged.hours, part.hours);
  mergeHistogram(merged.gaps, part.gaps);
  if (part.firstAt !== 0 && (merged.firstAt === 0 || part.firstAt < merged.firstAt)) {
    merged.firstAt = part.firstAt;
  }
  merged.lastAt = Math.max(merged.lastAt, part.lastAt);
}
