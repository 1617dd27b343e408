import type { Reason } from '../../../services/contracts/finding.ts';
import type { Features } from '../features/features.ts';
import type { DetectionContext, Signal, SignalFamily } from './define-detector.ts';
import { familyCaps, familyDiscounts, type ActiveDetector, type Detection } from './settings.ts';

export interface Assessment {
  /** Sum of the capped evidence, in nats: comparable between subjects. */
  readonly score: number;
  readonly reasons: readonly Reason[];
}

interface Spoken {
  readonly active: ActiveDetector;
  readonly signal: Signal;
  /** What it adds to the score, in nats, before the family is capped. */
  readonly weight: number;
}

/** Adds up what the detectors say. Reasons are rounded for storing, strongest evidence first. */
export function assess(
  features: Features,
  context: DetectionContext,
  { detectors }: Detection,
): Assessment {
  const heard: Spoken[] = [];
  for (const active of detectors) {
    const signal = active.detector.detect(features, context, active.settings);
    if (signal === null) continue;
    const isCounted = familyCaps[active.detector.family] > 0;
    heard.push({ active, signal, weight: isCounted ? signal.logLikelihoodRatio : 0 });
  }
  const spoken = discounted(heard);
  const sums = new Map<SignalFamily, number>();
  for (const { active, weight } of spoken) {
    const { family } = active.detector;
    sums.set(family, (sums.get(family) ?? 0) + weight);
  }
  let score = 0;
  for (const [family, sum] of sums) {
    score += Math.max(-familyCaps[family], Math.min(familyCaps[family], sum));
  }
  return { score: rounded(score), reasons: spoken.map(reasonOf).sort(byWeight) };
}

/** The strongest of a family counts whole, each next one less: what they have in common is counted once. */
function discounted(heard: readonly Spoken[]): readonly Spoken[] {
  const said = new Map<SignalFamily, number>();
  return heard.toSorted(byStrength).map((spoken) => {
    const { family } = spoken.active.detector;
    const before = said.get(family) ?? 0;
    if (spoken.weight <= 0) return spoken;
    said.set(family, before + 1);
    return { ...spoken, weight: spoken.weight * (familyDiscounts[family] ?? 1) ** before };
  });
}

function byStrength(a: Spoken, b: Spoken): number {
  return b.weight - a.weight || (a.active.detector.id < b.active.detector.id ? -1 : 1);
}

function reasonOf({ active, signal, weight }: Spoken): Reason {
  return {
    detector: active.detector.id,
    value: rounded(signal.value),
    threshold: rounded(signal.threshold),
    evidence_weight: rounded(weight),
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
