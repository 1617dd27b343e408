import type { ScenarioReport } from '../../services/cli/backtest/label-report.ts';
import type { JudgedTraffic } from '../backtest.ts';

export interface Comparison {
  /** The extraction scenario that lost most recall, in points; null where none lost any. */
  readonly worst: { readonly scenario: string; readonly points: number } | null;
  /** Benign accounts flagged that were not flagged before. */
  readonly newlyFlaggedBenign: number;
  /** Accounts flagged in one of the two and not in the other. */
  readonly flaggedDifferently: number;
  readonly isIdentical: boolean;
}

function flaggedIn({ outcome }: JudgedTraffic): Set<string> {
  const reviews = outcome.findings.filter(({ level }) => level === 'review');
  return new Set(reviews.map(({ account_id }) => account_id));
}

function findWorst(plain: readonly ScenarioReport[], variant: readonly ScenarioReport[]) {
  const recallOf = new Map(variant.map((one) => [one.scenario, one.flagged.value ?? 0]));
  const losses = plain
    .filter(({ label }) => label === 'extraction')
    .map(({ scenario, flagged }) => ({
      scenario,
      points: 100 * ((flagged.value ?? 0) - (recallOf.get(scenario) ?? 0)),
    }))
    .sort((left, right) => right.points - left.points);
  const worst = losses[0];
  return worst !== undefined && worst.points > 0 ? worst : null;
}

/** Holds a variant of the same traffic against the plain one, at the review level. */
export function compareJudged(plain: JudgedTraffic, variant: JudgedTraffic): Comparison {
  const before = flaggedIn(plain);
  const after = flaggedIn(variant);
  const benign = new Set(
    plain.labels.filter(({ label }) => label === 'benign').map(({ account_id }) => account_id),
  );
  const added = [...after].filter((account) => !before.has(account));
  const lost = [...before].filter((account) => !after.has(account));
  return {
    worst: findWorst(plain.report.scenarios, variant.report.scenarios),
    newlyFlaggedBenign: added.filter((account) => benign.has(account)).length,
    flaggedDifferently: added.length + lost.length,
    isIdentical:
      JSON.stringify(plain.outcome.findings) === JSON.stringify(variant.outcome.findings),
  };
}
