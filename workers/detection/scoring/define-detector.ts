import type { z } from 'zod';
import type { Features } from '../features/features.ts';

/** What one detector found. */
export interface Signal {
  /** Evidence in nats that this adds to the score: positive for extraction, negative for an honest explanation. */
  readonly logLikelihoodRatio: number;
  /** The quantity observed, and the value of it from which the detector speaks. */
  readonly value: number;
  readonly threshold: number;
  /** Numbers that a reviewer needs to follow it. Never text of a prompt. */
  readonly evidence: Readonly<Record<string, number>>;
}

/** What links the members of a group that is judged as one. Counts are of units: accounts of one declared organisation are one. */
export interface GroupFacts {
  readonly units: number;
  /** ln(units in all / units that carry the rarest shared trait), in nats. */
  readonly rarity: number;
  /** Texts that most members share: prompts, and beginnings and ends of messages. */
  readonly sharedTexts: number;
  /** Rare kinds of trait that most members share beside texts and programs: a tool ships those to everybody. */
  readonly otherTies: number;
  /** Share of the members whose own content speaks for extraction; one with too few requests speaks for nothing. */
  readonly leaningShare: number;
  /**
   * 1 - distinct requests of all / sum of the distinct requests of each: 0 when members partition a set, up to
   * 1 - 1 / members when all send the same ones. Within 0.07 of the truth (error of the distinct counts).
   */
  readonly replication: number;
  /**
   * Mean similarity of the members' vocabularies, 0 to 1 (cosine over rare words): members that do the same exercise
   * in their own words are alike in nearly all of it, those that share out a bank in little.
   */
  readonly resemblance: number;
  /** Variance of sizes between members over that within members, 1 when all draw from one source. */
  readonly heterogeneity: number;
  /**
   * How improbable it is that independent accounts were active in the same ten minutes so often: median over the
   * pairs, in nats; 0 for a group that was found by what its members share.
   */
  readonly lockstep: number;
  /**
   * How improbable it is that so many of the members moved to a new model within a day, if they moved as everybody
   * else did, in nats; 0 while no model is new.
   */
  readonly retargeting: number;
}

/** What is known of an account when one of its sub-streams is judged apart. */
export interface StreamFacts {
  /** Sub-streams of the account that were large enough to be judged. */
  readonly streams: number;
  /** Share of the account's readable requests that are in this one, 0 to 1. */
  readonly share: number;
  /** Requests of the rest of the account that continue a conversation, and their share of it, 0 to 1. */
  readonly followUpsElsewhere: number;
  readonly followUpShareElsewhere: number;
}

/** The accounts whose requests are most like those of the account that is judged. */
export interface NeighbourFacts {
  readonly accounts: number;
  /** Mean similarity to them, 0 to 1 (cosine over rare words). */
  readonly similarity: number;
  /** Mean of what their own content says, in nats: weighted by similarity, positive for extraction. */
  readonly evidence: number;
}

/** Rare traits that are known from elsewhere. Kinds: template, network, client, identity. */
export interface MarkFacts {
  /** 1 when a template of a suspended account came back, else 0. */
  readonly tombstonedTemplates: number;
  /** Other kinds of trait of suspended accounts that came back. */
  readonly tombstonedKinds: number;
  /** Kinds of trait that the operator's list of indicators names. */
  readonly indicatorKinds: number;
}

/** The view beyond one profile, as it stood at the end of the last closed tick. */
export interface DetectionContext {
  /** null when one account is judged alone. */
  readonly group: GroupFacts | null;
  /** null when all of an account is judged. */
  readonly stream: StreamFacts | null;
  /** null where the other accounts are not known. */
  readonly neighbours: NeighbourFacts | null;
  /** null where no trait is known from elsewhere. */
  readonly marks: MarkFacts | null;
}

/** One account, all of it, seen by itself. */
export const alone: DetectionContext = { group: null, stream: null, neighbours: null, marks: null };

/**
 * Signals of one family speak of the same thing: their evidence is added and capped together, so that a fact is
 * not counted twice. `counter` signals lower a score. `resale` breaks other terms than extraction does: it is recorded
 * as a reason, and adds nothing to a score of extraction.
 */
export type SignalFamily =
  'content' | 'probing' | 'tools' | 'links' | 'modifier' | 'counter' | 'resale';

/** `live` counts. `shadow` runs, is recorded, and neither counts nor raises. `off` does not run. */
export type DetectorMode = 'live' | 'shadow' | 'off';

export interface Detector<Settings = unknown> {
  /** Equals the file name. */
  readonly id: string;
  /** Where the settings name none: `live` unless stated here. */
  readonly mode?: DetectorMode;
  readonly title: string;
  readonly family: SignalFamily;
  /** Why extraction shows this, with the source. */
  readonly rationale: string;
  /** Which honest customers look the same, and what tells them apart. */
  readonly falsePositives: string;
  /** What a reviewer does next. */
  readonly runbook: string;
  /** Every field has a default and a description with its unit and origin. */
  readonly settings: z.ZodType<Settings>;
  readonly detect: (
    features: Features,
    context: DetectionContext,
    settings: Settings,
  ) => Signal | null;
}

/** Checks the types of a detector and hides its settings' type from the registry. */
export function defineDetector<Settings>(detector: Detector<Settings>): Detector {
  return {
    ...detector,
    detect: (features, context, settings) =>
      detector.detect(features, context, settings as Settings),
  };
}

/** A signal of `strength` (0 to 1) times `weight` (nats at full strength), or null when there is nothing to say. */
export function signalOf(
  strength: number,
  weight: number,
  rest: Omit<Signal, 'logLikelihoodRatio'>,
): Signal | null {
  return strength > 0.01 ? { logLikelihoodRatio: strength * weight, ...rest } : null;
}
