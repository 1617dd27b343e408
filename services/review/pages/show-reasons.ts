import type { Reason } from '../../contracts/finding.ts';
import { showNumber, showSigned } from './format.ts';

/** What a detector says of itself, by its id. */
export type DetectorTexts = ReadonlyMap<
  string,
  {
    readonly title: string;
    /** `counter`: speaks for an honest explanation. */
    readonly family: string;
    readonly rationale: string;
    readonly falsePositives: string;
    readonly runbook: string;
  }
>;

export interface ShownReason {
  readonly id: string;
  readonly title: string;
  /** Why extraction shows it, which honest customers look the same, and what to do to tell. */
  readonly rationale: string;
  readonly falsePositives: string;
  readonly runbook: string;
  readonly value: string;
  readonly threshold: string;
  readonly weight: string;
  /** 0 to 5 nats, for the bar: what stands behind a longer one is beyond doubt. */
  readonly bar: number;
  readonly isCounter: boolean;
}

const longestBar = 5;

/** Reasons in words, strongest first, counter-evidence at the end. */
export function showReasons(reasons: readonly Reason[], texts: DetectorTexts): ShownReason[] {
  return reasons
    .toSorted((left, right) => right.evidence_weight - left.evidence_weight)
    .map(({ detector, value, threshold, evidence_weight }) => ({
      id: detector,
      title: texts.get(detector)?.title ?? detector,
      rationale: texts.get(detector)?.rationale ?? '',
      falsePositives: texts.get(detector)?.falsePositives ?? '',
      runbook: texts.get(detector)?.runbook ?? '',
      value: showNumber(value),
      threshold: showNumber(threshold),
      weight: showSigned(evidence_weight),
      bar: Math.min(longestBar, Math.abs(evidence_weight)),
      isCounter: evidence_weight < 0,
    }));
}

/** Counter-evidence that has not shown: what would speak for the account if it were there. */
export function listAbsentCounters(reasons: readonly Reason[], texts: DetectorTexts) {
  const present = new Set(reasons.map(({ detector }) => detector));
  return [...texts]
    .filter(([id, { family }]) => family === 'counter' && !present.has(id))
    .map(([id, { title, rationale }]) => ({ id, title, rationale }));
}
