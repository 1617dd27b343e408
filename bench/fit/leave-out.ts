import type { Proportion } from '../../services/statistics/proportion.ts';
import type { Detection } from '../../workers/detection/scoring/settings.ts';
import { fitJudge, flaggedOf, shippedJudge, type Judge } from './judge-fit.ts';
import type { Subject } from './subjects.ts';

/** Who is flagged of one kind of account. */
export interface KindResult {
  readonly kind: string;
  readonly isExtraction: boolean;
  readonly shipped: Proportion;
  /** By weights fitted on all, itself included. */
  readonly included: Proportion;
  /** By weights fitted on all but it, at a threshold set on all but it. */
  readonly leftOut: Proportion;
  /** The same, where a detector is worth nothing until the rest of the traffic shows it. */
  readonly unaided: Proportion;
}

export interface FitResult {
  readonly shipped: Judge;
  readonly fitted: Judge;
  /** For each detector the lowest and highest weight over the fits with one kind left out. */
  readonly ranges: readonly { readonly low: number; readonly high: number }[];
  readonly honestShipped: Proportion;
  readonly kinds: readonly KindResult[];
}

/** Fits on everything, and again with each kind of account left out. */
export function leaveOneOut(subjects: readonly Subject[], detection: Detection): FitResult {
  const shipped = shippedJudge(detection);
  const honestShipped = flaggedOf(
    subjects.filter(({ isExtraction }) => !isExtraction),
    shipped,
  );
  const honestShare = honestShipped.value ?? 0;
  const fitted = fitJudge(subjects, detection, { honestShare, prior: 'rationale' });
  const partial: Judge[] = [];
  const byKind = Map.groupBy(
    subjects,
    ({ isExtraction, kind }) => `${String(isExtraction)} ${kind}`,
  );
  const kinds = [...byKind.values()].flatMap((own): KindResult[] => {
    const [first] = own;
    if (first === undefined) return [];
    const others = subjects.filter((subject) => !own.includes(subject));
    const judge = fitJudge(others, detection, { honestShare, prior: 'rationale' });
    const unaided = fitJudge(others, detection, { honestShare, prior: 'nothing' });
    partial.push(judge);
    return [
      {
        kind: first.kind,
        isExtraction: first.isExtraction,
        shipped: flaggedOf(own, shipped),
        included: flaggedOf(own, fitted),
        leftOut: flaggedOf(own, judge),
        unaided: flaggedOf(own, unaided),
      },
    ];
  });
  const ranges = detection.detectors.map((_, index) => {
    const weights = partial.map((judge) => judge.weights[index] ?? 0);
    return { low: Math.min(...weights), high: Math.max(...weights) };
  });
  return { shipped, fitted, ranges, honestShipped, kinds };
}
