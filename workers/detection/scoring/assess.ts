import type { Reason } from '../../../services/contracts/finding.ts';
import type { Features } from '../features/features.ts';
import type { DetectionContext, Signal, SignalFamily } from './define-detector.ts';
import { familyCaps, type ActiveDetector, type Detection } from './settings.ts';

export interface Assessment {
  /** Sum of the capped evidence, in nats: comparable between subjects. */
  readonly score: number;
  readonly reasons: readonly Reason[];
}

interface Spoken {
  readonly active: ActiveDetector;
  readonly signal: Signal;
}

/** Adds up what the detectors say. Reasons are rounded for storing, strongest evidence first. */
export function assess(
  features: Features,
  context: DetectionContext,
  { detectors }: Detection,
): Assessment {
  const spoken: Spoken[] = [];
  const sums = new Map<SignalFamily, number>();
  for (const active of detectors) {
    const signal = active.detector.detect(features, context, active.settings);
    if (signal === null) continue;
    spoken.push({ active, signal });
    const { family } = active.detector;
    sums.set(family, (sums.get(family) ?? 0) + signal.logLikelihoodRatio);
  }
  let score = 0;
  for (const [family, sum] of sums) {
    score += Math.max(-familyCaps[family], Math.min(familyCaps[family], sum));
  }
  return { score: rounded(score), reasons: spoken.map(reasonOf).sort(byWeight) };
}

function reasonOf({ active, signal }: Spoken): Reason {
  return {
    detector: active.detector.id,
    value: rounded(signal.value),
    threshold: rounded(signal.threshold),
    evidence_weight: rounded(signal.logLikelihoodRatio),
  };
}

function byWeight(a: Reason, b: Reason): number {
  return b.evidence_weight - a.evidence_weight || (a.detector < b.detector ? -1 : 1);
}

/** Four decimals: what is stored, shown and compared is the same number everywhere. */
function rounded(value: number): number {
  // Adding 0 turns -0 into 0.
  return Math.round(value * 1e4) / 1e4 + 0;
}
