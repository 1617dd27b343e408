import { clientClasses, type ClientClass } from '../../../services/contracts/baseline.ts';
import { createHistogram, totalOf } from '../sketches/histogram.ts';
import type { ScoringSettings } from '../scoring/settings.ts';
import { scoreBinOf, type ScoreHistogram } from './score-histogram.ts';
import { stateRate, type Baselines } from './state-rate.ts';

export interface RateChange {
  readonly before: number | null;
  readonly after: number;
}

/** What a new version changes for one class. Rates are p-values at the level's score. */
export interface ClassChange {
  readonly clientClass: ClientClass;
  readonly accounts: RateChange;
  readonly review: RateChange;
  readonly act: RateChange;
  /** Whether the rate that acting asks for is supported at the act level. */
  readonly isActSupported: boolean;
  /**
   * The largest factor by which the p-value of any score from the review level on rises or falls. Rates that one of the
   * two is too small to tell apart are equal, so that learning more accounts is no shift.
   */
  readonly shift: number;
}

/** A version that shifts more than this is promoted only by a person who says so. */
export const mostShift = 2;

/** Classes that neither version has seen are left out. */
export function compareBaselines(
  before: Baselines | null,
  after: Baselines,
  { review, act, actRate }: ScoringSettings,
): ClassChange[] {
  const rateAt = (baselines: Baselines, name: ClientClass, score: number) =>
    stateRate(baselines, name, score).p;
  return clientClasses
    .filter((name) => before?.classes.has(name) === true || after.classes.has(name))
    .map((name) => {
      const changeAt = (score: number): RateChange => ({
        before: before === null ? null : rateAt(before, name, score),
        after: rateAt(after, name, score),
      });
      const [old, recent] = [honestOf(before, name), honestOf(after, name)];
      return {
        clientClass: name,
        accounts: { before: before === null ? null : totalOf(old), after: totalOf(recent) },
        review: changeAt(review),
        act: changeAt(act),
        isActSupported: changeAt(act).after <= actRate,
        shift: shiftOf(old, recent, review),
      };
    });
}

function honestOf(baselines: Baselines | null, name: ClientClass): ScoreHistogram {
  return baselines?.classes.get(name)?.honest ?? createHistogram(0);
}

function shiftOf(before: ScoreHistogram, after: ScoreHistogram, review: number): number {
  const sizes = [totalOf(before) + 1, totalOf(after) + 1] as const;
  const floor = 1 / Math.min(...sizes);
  let [above, aboveAfter, shift] = [1, 1, 1];
  const bins = Math.max(before.length, after.length);
  for (let bin = bins - 1; bin >= scoreBinOf(review); bin--) {
    above += before[bin] ?? 0;
    aboveAfter += after[bin] ?? 0;
    const ratio = Math.max(floor, above / sizes[0]) / Math.max(floor, aboveAfter / sizes[1]);
    shift = Math.max(shift, ratio, 1 / ratio);
  }
  return shift;
}
