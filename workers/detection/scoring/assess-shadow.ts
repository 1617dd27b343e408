import type { Features } from '../features/features.ts';
import { assess, type Assessment } from './assess.ts';
import type { DetectionContext } from './define-detector.ts';
import type { Shadow } from './settings.ts';

export interface Judged {
  readonly features: Features;
  readonly context: DetectionContext;
  /** What the live detection says of the same. */
  readonly live: Assessment;
}

/** What a shadow says of what the live detection has judged. */
export function assessShadow(
  { added, detection }: Shadow,
  { features, context, live }: Judged,
): Assessment {
  // Detectors are silent mostly: one question then stands for an assessment by all of them.
  if (added?.detector.detect(features, context, added.settings) === null) return live;
  return assess(features, context, detection);
}
