import type { Reason } from '../../contracts/finding.ts';
import { showNumber, showSigned } from './format.ts';

/** What a detector says of itself, by its id. */
export type DetectorTexts = ReadonlyMap<
  string,
  { readonly title: string; readonly falsePositives: string }
>;

export interface ShownReason {
  readonly id: string;
  readonly title: string;
  /** Which honest customers look the same. */
  readonly falsePositives: string;
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
      falsePositives: texts.get(detector)?.falsePositives ?? '',
      value: showNumber(value),
      threshold: showNumber(threshold),
      weight: showSigned(evidence_weight),
      bar: Math.min(longestBar, Math.abs(evidence_weight)),
      isCounter: evidence_weight < 0,
    }));
}
