import {
  compareCost,
  listAdaptations,
  listPairs,
  type Adaptation,
  type AttackPlan,
} from './plan.ts';
import type { Trial } from './try-plan.ts';

export interface Round {
  readonly change: string;
  readonly trial: Trial;
}

interface AdaptOptions {
  readonly rounds: number;
  readonly wanted: number;
  readonly attempt: (plan: AttackPlan) => Trial;
}

/** A gain of less than this share of what he wants is no reason to change anything. */
const worthwhile = 0.05;

/** The cheapest change that raises the yield: they are tried in the order of what they cost him. */
function findBetter(
  current: Trial,
  changes: readonly Adaptation[],
  { wanted, attempt }: AdaptOptions,
): Round | undefined {
  for (const { change, plan } of changes.toSorted((a, b) => compareCost(a.plan, b.plan))) {
    const trial = attempt(plan);
    if (trial.harvested >= current.harvested + worthwhile * wanted) return { change, trial };
  }
  return undefined;
}

/**
 * The rounds of an attacker who sees what was flagged and changes his plan until he has what he wants, nothing helps,
 * or the rounds are over. He tries changes on his own copy of the detection, so that a bad idea costs him nothing.
 */
export function adapt(start: AttackPlan, options: AdaptOptions): Round[] {
  const rounds: Round[] = [{ change: 'naive', trial: options.attempt(start) }];
  for (let current = rounds[0]; current !== undefined && rounds.length <= options.rounds;) {
    const { trial } = current;
    if (trial.harvested >= options.wanted) break;
    current =
      findBetter(trial, listAdaptations(trial.plan), options) ??
      findBetter(trial, listPairs(trial.plan), options);
    if (current !== undefined) rounds.push(current);
  }
  return rounds;
}
