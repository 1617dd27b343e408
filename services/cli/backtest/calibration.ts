import type { ScoringSettings } from '../../../workers/detection/scoring/settings.ts';
import type { Judged } from './judged.ts';
import type { BacktestOutcome } from './outcome.ts';
import { proportion, type Proportion } from '../../statistics/proportion.ts';

/** The share of honest accounts that the settings say a level costs. */
export type StatedRates = Pick<ScoringSettings, 'reviewRate' | 'actRate'>;

/** Where the realised rate stands: `unsure` when it is off by more than the factor, but its interval is not. */
export type CalibrationVerdict = 'within' | 'above' | 'below' | 'unsure';

export interface CalibrationRow {
  readonly level: 'review' | 'act';
  /** The declared segment, `undeclared`, or `all`. */
  readonly client_class: string;
  readonly stated: number;
  readonly realised: Proportion;
  /** Whether the two agree within a factor of `calibrationFactor`. */
  readonly verdict: CalibrationVerdict;
}

export const calibrationFactor = 2;

function verdictOf(stated: number, { value, low, high }: Proportion): CalibrationVerdict {
  const [least, most] = [stated / calibrationFactor, stated * calibrationFactor];
  if (value !== null && value >= least && value <= most) return 'within';
  if (low > most) return 'above';
  return high < least ? 'below' : 'unsure';
}

function byClass(benign: readonly Judged[], segments: ReadonlyMap<string, string>) {
  const groups = Map.groupBy(benign, ({ account_id }) => segments.get(account_id) ?? 'undeclared');
  const classes = [...groups].sort(([left], [right]) => (left < right ? -1 : 1));
  return [['all', benign] as const, ...classes];
}

/** Compares the stated with the realised false-positive rate at both levels, over all and by declared client class. */
export function calibrate(
  outcome: BacktestOutcome,
  judged: readonly Judged[],
  stated: StatedRates,
): CalibrationRow[] {
  const benign = judged.filter(({ label }) => label === 'benign');
  const rates = [
    ['review', stated.reviewRate],
    ['act', stated.actRate],
  ] as const;
  return rates.flatMap(([level, rate]) => {
    const lines = outcome.findings.filter((line) => line.level === level);
    const flagged = new Set(lines.map(({ account_id }) => account_id));
    return byClass(benign, outcome.segments).map(([client_class, accounts]) => {
      const wrong = accounts.filter(({ account_id }) => flagged.has(account_id)).length;
      const realised = proportion(wrong, accounts.length);
      return { level, client_class, stated: rate, realised, verdict: verdictOf(rate, realised) };
    });
  });
}
