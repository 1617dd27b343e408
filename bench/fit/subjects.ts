import type { Label } from '../../services/cli/backtest/labels.ts';
import { assess } from '../../workers/detection/scoring/assess.ts';
import type { ActiveDetector, Detection } from '../../workers/detection/scoring/settings.ts';
import type { Observation } from './fit-logistic.ts';
import type { Moment } from './record-moments.ts';
import type { View } from './views-of.ts';

/** A labelled account and what was seen of it. */
export interface Subject {
  readonly isExtraction: boolean;
  /** The scenario of an honest account; of an extracting one its family, which fleets of any size share. */
  readonly kind: string;
  /** Its views at the end; none for an account with too few requests. */
  readonly last: readonly View[];
  /** For each moment, the view that the shipped detection picks, as `inputs` of the fit. */
  readonly seen: readonly Float64Array[];
}

/** hydra_20 and hydra_150 are one family: what was tuned on the one was tuned on the other. */
function kindOf({ label, scenario }: Label): string {
  return label === 'extraction' ? scenario.replace(/_\d+$/, '') : scenario;
}

/** Ambiguous accounts are left out. */
export function subjectsOf(
  moments: readonly Moment[],
  labels: readonly Label[],
  detection: Detection,
): readonly Subject[] {
  const byAccount = Map.groupBy(moments, ({ accountId }) => accountId);
  return labels
    .filter(({ label }) => label !== 'ambiguous')
    .map((label) => {
      const own = byAccount.get(label.account_id) ?? [];
      return {
        isExtraction: label.label === 'extraction',
        kind: kindOf(label),
        last: own.find(({ isEnd }) => isEnd)?.views ?? [],
        seen: own.flatMap(({ views }) => {
          const picked = pick(views, detection);
          return picked === undefined ? [] : [strengthsOf(picked, detection)];
        }),
      };
    });
}

function pick(views: readonly View[], detection: Detection): View | undefined {
  const scored = views.map((view) => ({ view, score: scoreOf([view], detection) }));
  return scored.toSorted((a, b) => b.score - a.score)[0]?.view;
}

/** Of several views of an account the highest counts, as in the product; nats. */
export function scoreOf(views: readonly View[], detection: Detection): number {
  return Math.max(
    -Infinity,
    ...views.map(({ features, context }) => assess(features, context, detection).score),
  );
}

/** What each detector says at a weight of one nat: 0 to 1, or 0 to -1 where it speaks for the account. */
function strengthsOf({ features, context }: View, { detectors }: Detection): Float64Array {
  return Float64Array.from(detectors, ({ detector, settings }) => {
    const signal = detector.detect(features, context, withWeight(settings, 1));
    return signal?.logLikelihoodRatio ?? 0;
  });
}

function withWeight(settings: unknown, weight: number): unknown {
  return { ...(settings as object), weight };
}

/** The same detection with other weights, in the order of its detectors. */
export function reweighted(detection: Detection, weights: Float64Array): Detection {
  const detectors = detection.detectors.map(({ detector, settings }, index): ActiveDetector => ({
    detector,
    settings: withWeight(settings, weights[index] ?? 0),
  }));
  return { scoring: detection.scoring, detectors };
}

/** Extraction and honest traffic count alike in all, the kinds within each too, then the accounts, then the moments. */
export function observationsOf(subjects: readonly Subject[]): readonly Observation[] {
  return [true, false].flatMap((isPositive) => {
    const side = subjects.filter(
      ({ isExtraction, seen }) => isExtraction === isPositive && seen.length > 0,
    );
    const kinds = Map.groupBy(side, ({ kind }) => kind);
    return side.flatMap(({ kind, seen }) => {
      const alike = kinds.size * (kinds.get(kind)?.length ?? 1) * seen.length;
      return seen.map((inputs) => ({ inputs, isPositive, weight: 1 / alike }));
    });
  });
}
