import { z } from 'zod';
import type { Detector, SignalFamily } from './define-detector.ts';

/** Settings of scoring itself; every number states its unit and where it comes from. */
export const scoringSettings = z.strictObject({
  review: z
    .number()
    .default(1.8)
    .describe(
      'score (nats) from which a person should look; 0.35 % of the benign accounts of the labelled set are above it',
    ),
  act: z
    .number()
    .default(8.5)
    .describe('score (nats) from which a guarded rule may act; no benign account reached it'),
  groupReview: z
    .number()
    .default(4.5)
    .describe(
      'score (nats) from which a person should look at a group: higher, because many groups are tried',
    ),
  fewestRequests: z
    .int()
    .default(20)
    .describe('requests below which nothing is assessed: every detector is silent there'),
});
export type ScoringSettings = z.output<typeof scoringSettings>;

/** Sums of evidence are cut at these, in nats: what speaks of one thing counts once. */
export const familyCaps: Readonly<Record<SignalFamily, number>> = {
  content: 9,
  probing: 9,
  tools: 6,
  links: 6,
  modifier: Math.LN2,
  counter: 6,
};

export interface ActiveDetector {
  readonly detector: Detector;
  readonly settings: unknown;
}

/** Everything that assessment needs: which detectors count, with which settings, and who is judged in their shadow. */
export interface Detection {
  readonly detectors: readonly ActiveDetector[];
  readonly scoring: ScoringSettings;
  /** None when absent. */
  readonly shadows?: readonly Shadow[];
}

/** Judged beside the live detection, over the same features at the same ticks: recorded, never raised. */
export interface Shadow {
  /** `challenger`, or the id of the detector that it adds to the live ones. */
  readonly challenger: string;
  /** Of its settings and the live ones together. */
  readonly version: string;
  readonly detection: Detection;
  /** The detector that it adds: while this is silent, the shadow says what live says. */
  readonly added?: ActiveDetector;
}
