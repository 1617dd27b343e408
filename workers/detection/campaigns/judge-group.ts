import { calibrate, type Calibration } from '../baselines/calibrate.ts';
import { extractFeatures, type Features } from '../features/features.ts';
import type { Profile } from '../profile/profile.ts';
import { assess, type Assessment } from '../scoring/assess.ts';
import { alone, type DetectionContext, type MarkFacts } from '../scoring/define-detector.ts';
import type { Detection } from '../scoring/settings.ts';
import { groupFactsOf } from './group-facts.ts';
import type { MergeMembers } from './merge-members.ts';
import { tiesOf, type SharedLink } from './shared-links.ts';
import { unitsOf, type IndexedAccount } from './trait-index.ts';

export interface GroupVerdict {
  readonly assessment: Assessment;
  /** What was assessed. */
  readonly features: Features;
  readonly context: DetectionContext;
  readonly calibration: Calibration;
  readonly merged: Profile;
  readonly links: readonly SharedLink[];
}

/** What is known of a group beyond its members' profiles; the numbers are as in GroupFacts. */
export interface GroupView {
  readonly detection: Detection;
  readonly merge: MergeMembers;
  readonly lockstep: number;
  readonly resemblance: number;
  readonly retargeting: number;
  readonly marks: MarkFacts | null;
}

/** Merges the accounts of a group and assesses them as if they were one account. */
export function judgeGroup(
  members: readonly IndexedAccount[],
  links: readonly SharedLink[],
  { detection, merge, marks, ...shape }: GroupView,
): GroupVerdict {
  const { profiles, merged } = merge(members);
  const group = groupFactsOf(profiles, merged, {
    units: unitsOf(members),
    rarity: Math.max(0, ...links.filter(isTrait).map(({ rarity }) => rarity)),
    ...shape,
    ...tiesOf(links),
    leaningShare: members.filter(({ leaning }) => leaning > 0).length / members.length,
  });
  const features = extractFeatures(merged);
  const context = { ...alone, group, marks };
  const assessment = assess(features, context, detection);
  const calibration = calibrate(features, assessment.score, detection);
  return { assessment, calibration, features, context, merged, links };
}

function isTrait({ family }: SharedLink): boolean {
  return family !== 'activity';
}
