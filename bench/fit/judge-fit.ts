import { proportion, type Proportion } from '../../services/statistics/proportion.ts';
import type { Detection } from '../../workers/detection/scoring/settings.ts';
import type { SignalFamily } from '../../workers/detection/scoring/define-detector.ts';
import { fitLogistic } from './fit-logistic.ts';
import { observationsOf, reweighted, scoreOf, type Subject } from './subjects.ts';

/** Weights and the threshold (nats) from which an account is flagged. */
export interface Judge {
  readonly weights: Float64Array;
  readonly detection: Detection;
  readonly threshold: number;
}

/** Per unit of mean log-loss: weights of a few nats, none of which rests on one or two accounts. */
const ridge = 1e-3;

/**
 * What a detector is worth before any traffic was seen, in nats, because it has a reason to be there: where it speaks
 * for extraction the cap of a single signal, ln 20 (signals.md section 4); against it a third of that, by judgement.
 */
const priors: Readonly<Partial<Record<SignalFamily, number>>> = { counter: 1, modifier: Math.LN2 };
const priorOfOthers = Math.log(20);

/** Where the weights of a fit are pulled to. */
export type Prior = 'rationale' | 'nothing';

function priorWeights({ detectors }: Detection, prior: Prior): Float64Array {
  return Float64Array.from(detectors, ({ detector: { family } }) =>
    prior === 'nothing' ? 0 : (priors[family] ?? priorOfOthers),
  );
}

export function shippedJudge(detection: Detection): Judge {
  const weights = Float64Array.from(detection.detectors, ({ settings }) => weightOf(settings));
  return { weights, detection, threshold: detection.scoring.review };
}

function weightOf(settings: unknown): number {
  const { weight } = settings as { readonly weight?: unknown };
  return typeof weight === 'number' ? weight : 0;
}

/**
 * Fits the weights on these accounts and sets the threshold so that of the honest ones among them no larger a share
 * is flagged than `honestShare` (0 to 1).
 */
export function fitJudge(
  subjects: readonly Subject[],
  detection: Detection,
  { honestShare, prior }: { readonly honestShare: number; readonly prior: Prior },
): Judge {
  const penalty = { ridge, prior: priorWeights(detection, prior) };
  const { weights } = fitLogistic(observationsOf(subjects), penalty);
  const fitted = reweighted(detection, weights);
  const honest = subjects.filter(({ isExtraction }) => !isExtraction);
  const scores = honest.map(({ last }) => scoreOf(last, fitted)).sort((a, b) => b - a);
  const first = scores[Math.floor(honestShare * honest.length)] ?? 0;
  // Just above the first honest account that must not be flagged.
  return { weights, detection: fitted, threshold: first + 1e-4 };
}

/** The accounts that the judge flags, of these. */
export function flaggedOf(subjects: readonly Subject[], judge: Judge): Proportion {
  const { detection, threshold } = judge;
  const flagged = subjects.filter(({ last }) => scoreOf(last, detection) >= threshold);
  return proportion(flagged.length, subjects.length);
}
