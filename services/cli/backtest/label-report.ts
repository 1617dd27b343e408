import { calibrate, type CalibrationRow, type StatedRates } from './calibration.ts';
import { reportCampaigns, type CampaignReport } from './campaign-report.ts';
import { measureExposure, type Exposure } from './exposure.ts';
import { judgeLabels, type Judged } from './judged.ts';
import type { Label } from './labels.ts';
import type { BacktestOutcome } from './outcome.ts';
import { proportion, rounded, type Proportion } from '../../statistics/proportion.ts';

export interface RequestsUntilDetection {
  readonly median: number | null;
  readonly p90: number | null;
}

export interface ScenarioReport {
  readonly scenario: string;
  readonly label: 'extraction' | 'benign';
  /** Recall for extraction, false-positive rate for benign. */
  readonly flagged: Proportion;
  readonly requests_until_detection: RequestsUntilDetection;
  /** null for benign scenarios. */
  readonly exposure: Exposure | null;
}

export interface LabelReport {
  readonly precision: Proportion;
  readonly recall: Proportion;
  readonly false_positive_rate: Proportion;
  readonly requests_until_detection: RequestsUntilDetection;
  readonly exposure: Exposure | null;
  readonly false_alerts_per_1000_benign_per_30_days: Estimate | null;
  readonly precision_at_prevalence_1_in_1000: Estimate | null;
  readonly ambiguous_left_out: number;
  /** Flagged accounts that carry no label; no figure counts them. */
  readonly unlabelled_flagged: number;
  readonly scenarios: readonly ScenarioReport[];
  readonly labelled_campaigns: readonly CampaignReport[];
  readonly calibration: readonly CalibrationRow[];
}

/** What the report needs beside the outcome and the labels. */
export interface ReportContext {
  readonly stated: StatedRates;
  /** When each account attacked first, as `locateAttacks` tells. */
  readonly attackTimes: ReadonlyMap<string, number>;
}

export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const prevalence = 0.001;
const monthMs = 30 * 86_400_000;

/** The smallest value that at least `share` of the values do not exceed. */
function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

function untilDetection(judged: readonly Judged[]): RequestsUntilDetection {
  const seen = judged.flatMap(({ requestsSeen }) => requestsSeen ?? []).sort((a, b) => a - b);
  return { median: quantile(seen, 0.5), p90: quantile(seen, 0.9) };
}

function flaggedOf(judged: readonly Judged[]): Proportion {
  const flagged = judged.filter(({ requestsSeen }) => requestsSeen !== undefined);
  return proportion(flagged.length, judged.length);
}

function precisionAt(recall: number, falsePositiveRate: number): number {
  const right = recall * prevalence;
  const all = right + falsePositiveRate * (1 - prevalence);
  return all === 0 ? 0 : rounded(right / all);
}

/** The bounds take recall and false-positive rate at opposite ends of their intervals, so they are cautious. */
function rarePrecision(recall: Proportion, falsePositives: Proportion): Estimate | null {
  if (!recall.value || falsePositives.value === null) return null;
  return {
    value: precisionAt(recall.value, falsePositives.value),
    low: precisionAt(recall.low, falsePositives.high),
    high: precisionAt(recall.high, falsePositives.low),
  };
}

function perMonth(falsePositives: Proportion, span: BacktestOutcome['span']): Estimate | null {
  if (span === null || span.to === span.from || falsePositives.value === null) return null;
  const factor = (1_000 * monthMs) / (span.to - span.from);
  return {
    value: rounded(falsePositives.value * factor),
    low: rounded(falsePositives.low * factor),
    high: rounded(falsePositives.high * factor),
  };
}

function byScenario(judged: readonly Judged[]): ScenarioReport[] {
  const groups = Map.groupBy(judged, ({ label, scenario }) => `${label} ${scenario}`);
  return [...groups.values()]
    .map((group) => ({
      scenario: group[0]?.scenario ?? '',
      label: group[0]?.label ?? 'benign',
      flagged: flaggedOf(group),
      requests_until_detection: untilDetection(group),
      exposure: measureExposure(group),
    }))
    .sort((left, right) =>
      `${left.label} ${left.scenario}` < `${right.label} ${right.scenario}` ? -1 : 1,
    )
    .sort((left, right) => (left.label === right.label ? 0 : left.label === 'extraction' ? -1 : 1));
}

/** How well the flags at the review level agree with the labels. */
export function reportLabels(
  outcome: BacktestOutcome,
  labels: readonly Label[],
  { stated, attackTimes }: ReportContext,
): LabelReport {
  const reviews = outcome.findings.filter(({ level }) => level === 'review');
  const judged = judgeLabels(outcome, labels, attackTimes);
  const extraction = judged.filter(({ label }) => label === 'extraction');
  const benign = judged.filter(({ label }) => label === 'benign');
  const recall = flaggedOf(extraction);
  const falsePositives = flaggedOf(benign);
  const labelled = new Set(labels.map(({ account_id }) => account_id));
  return {
    precision: proportion(recall.count, recall.count + falsePositives.count),
    recall,
    false_positive_rate: falsePositives,
    requests_until_detection: untilDetection(extraction),
    exposure: measureExposure(judged),
    false_alerts_per_1000_benign_per_30_days: perMonth(falsePositives, outcome.span),
    precision_at_prevalence_1_in_1000: rarePrecision(recall, falsePositives),
    ambiguous_left_out: labels.length - judged.length,
    unlabelled_flagged: reviews.filter(({ account_id }) => !labelled.has(account_id)).length,
    scenarios: byScenario(judged),
    labelled_campaigns: reportCampaigns(judged, outcome.campaignMembers),
    calibration: calibrate(outcome, judged, stated),
  };
}
