import { z } from 'zod';
import type { Baselines } from '../baselines/state-rate.ts';
import type { Indicators } from '../campaigns/indicators.ts';
import type { Detector, SignalFamily } from './define-detector.ts';

/** Settings of scoring itself; every number states its unit and where it comes from. */
export const scoringSettings = z.strictObject({
  review: z
    .number()
    .default(3.2)
    .describe(
      'score (nats) from which a person should look, once the accounts most like it are known',
    ),
  reviewAlone: z
    .number()
    .default(5)
    .describe(
      'score (nats) from which a person should look before they are known: within a minute instead of an hour',
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
  reviewRate: z
    .number()
    .min(0)
    .max(1)
    .default(0.0015)
    .describe(
      'stated share (0 to 1) of honest accounts that reach the review level within two weeks: what the labelled set showed; changes nothing but the report, in which `stillwatch backtest --labels` holds it against the realised share',
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
  resale: 0,
};

/**
 * Detectors of a family share what they see, so of its evidence for extraction the strongest counts whole and each
 * next one this much less: 1 where they are independent.
 */
export const familyDiscounts: Readonly<Partial<Record<SignalFamily, number>>> = { content: 0.7 };

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
  /** How honest accounts of each client class score on this instance; undefined until a version was promoted. */
  readonly baselines?: Baselines | undefined;
  /** Traits that others reported; none when absent. */
  readonly indicators?: Indicators | undefined;
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
