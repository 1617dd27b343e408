import { calibrate, type Calibration } from '../baselines/calibrate.ts';
import { extractFeatures } from '../features/features.ts';
import { mergeProfiles } from '../profile/merge-profiles.ts';
import { decodeProfile } from '../profile/profile-codec.ts';
import type { Profile } from '../profile/profile.ts';
import { assess, type Assessment } from '../scoring/assess.ts';
import type { Detection } from '../scoring/settings.ts';
import { groupFactsOf } from './group-facts.ts';
import type { SharedLink } from './shared-links.ts';
import { unitsOf, type IndexedAccount } from './trait-index.ts';
import { kindOf } from './traits.ts';

export interface GroupVerdict {
  readonly assessment: Assessment;
  readonly calibration: Calibration;
  readonly merged: Profile;
  readonly links: readonly SharedLink[];
}

/** More members than this add cost and no certainty. */
const mergedAtMost = 256;

/** Merges the accounts of a group and assesses them as if they were one account. */
export function judgeGroup(
  members: readonly IndexedAccount[],
  links: readonly SharedLink[],
  detection: Detection,
): GroupVerdict {
  const profiles = members
    .slice(0, mergedAtMost)
    .map(({ profileBytes }) => decodeProfile(profileBytes));
  const merged = mergeProfiles(profiles);
  const group = groupFactsOf(profiles, merged, {
    units: unitsOf(members),
    rarity: links[0]?.rarity ?? 0,
    sharedKinds: new Set(links.map(({ family }) => kindOf[family])).size,
  });
  const features = extractFeatures(merged);
  const assessment = assess(features, { group }, detection);
  const calibration = calibrate(features, assessment.score, detection);
  return { assessment, calibration, merged, links };
}
