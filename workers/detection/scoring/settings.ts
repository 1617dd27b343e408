import { z } from 'zod';
import type { Baselines } from '../baselines/state-rate.ts';
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
  actRate: z
    .number()
    .positive()
    .max(1)
    .default(0.0001)
    .describe(
      'share of honest accounts of a client class (0 to 1) that may reach the act level; a loaded baseline that is too small to state it keeps its class at review',
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

/** Everything that assessment needs: which detectors run with which settings. */
export interface Detection {
  readonly detectors: readonly ActiveDetector[];
  readonly scoring: ScoringSettings;
  /** How honest accounts of each client class score on this instance; undefined until a version was promoted. */
  readonly baselines?: Baselines | undefined;
}
