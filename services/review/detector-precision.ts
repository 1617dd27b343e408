import { labelSources, type LabelCount, type LabelSource } from '../storage/labels.ts';
import { proportion, type Proportion } from '../statistics/proportion.ts';

export interface DetectorPrecision {
  readonly detector: string;
  readonly source: LabelSource;
  /** Of the alerts that were labelled yes or no, those that deserved review, with the exact 95 % interval. */
  readonly precision: Proportion;
  readonly unsure: number;
}

/** Precision of each detector by who labelled: those who decided, and blind second looks. */
export function precisionOf(counts: readonly LabelCount[]): DetectorPrecision[] {
  return counts
    .map(({ detector, source, yes, no, unsure }) => {
      return { detector, source, precision: proportion(yes, yes + no), unsure };
    })
    .toSorted(
      (left, right) =>
        left.detector.localeCompare(right.detector) ||
        labelSources.indexOf(left.source) - labelSources.indexOf(right.source),
    );
}
