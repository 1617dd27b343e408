import { z } from 'zod';
import type { Content } from '../../workers/detection/profile/content.ts';
import type { Profile } from '../../workers/detection/profile/profile.ts';
import type { Features } from '../../workers/detection/features/features.ts';
import { assessProfile } from '../../workers/detection/scoring/assess-profile.ts';
import type {
  DetectionContext,
  Detector,
} from '../../workers/detection/scoring/define-detector.ts';
import type { Detection } from '../../workers/detection/scoring/settings.ts';

/** What the detectors are shown of an account at one moment: all of it, or one of its sub-streams. */
export interface View {
  readonly features: Features;
  readonly context: DetectionContext;
}

/** Everything that is shown to the detectors when the profile is assessed, the whole account first. */
export function viewsOf(
  profile: Profile,
  { scoring }: Detection,
  contextOf: (content: Content) => DetectionContext,
): readonly View[] {
  const views: View[] = [];
  // A detector that listens and says nothing: so the views are those of the product, whatever it comes to judge.
  const listener: Detector = {
    id: 'listener',
    family: 'modifier',
    title: '',
    rationale: '',
    falsePositives: '',
    runbook: '',
    settings: z.unknown(),
    detect: (features, context) => {
      views.push({ features, context });
      return null;
    },
  };
  assessProfile(profile, { scoring, detectors: [{ detector: listener, settings: {} }] }, contextOf);
  return views;
}
