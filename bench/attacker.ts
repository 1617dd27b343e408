import { loadDetection } from '../workers/load-detection.ts';
import { adapt, type Round } from './attacker/adapt.ts';
import { createBackground, type Background } from './attacker/background.ts';
import { naivePlan } from './attacker/plan.ts';
import { tryPlan } from './attacker/try-plan.ts';
import { round, type Bench, type BenchTable } from './bench.ts';

const columns = [
  'round',
  'change',
  'accounts',
  'a day each',
  'cover',
  'wrapping',
  'shared infrastructure',
  'days',
  'requests sent',
  'accounts flagged',
  'harvested',
  'share',
  'accounts x',
  'requests x',
];

interface Naive {
  readonly accounts: number;
  readonly requests: number;
}

/** What the whole yield costs at this rate, lost accounts replaced, against whoever nobody stops. */
function multiples({ trial }: Round, wanted: number, naive: Naive): readonly (number | string)[] {
  if (trial.harvested === 0) return ['-', '-'];
  const again = wanted / trial.harvested;
  return [
    round((trial.plan.accounts * again) / naive.accounts),
    round((trial.requests * again) / naive.requests),
  ];
}

function row(one: Round, index: number, cost: readonly (number | string)[]): (number | string)[] {
  const { plan, requests, flaggedAccounts, harvested, days } = one.trial;
  return [
    index,
    one.change,
    plan.accounts,
    plan.requestsPerDay,
    `${(100 * plan.coverShare).toFixed(0)} %`,
    plan.wrapping,
    plan.sharesInfrastructure ? 'yes' : 'no',
    round(days),
    round(requests),
    round(flaggedAccounts),
    round(harvested),
    ...cost,
  ];
}

interface Setting {
  readonly wanted: number;
  readonly background: Background;
  readonly seeds: number;
}

function table(rounds: readonly Round[], { wanted, background, seeds }: Setting): BenchTable {
  // Three calls in a hundred fail, and he asks again.
  const naive = { accounts: 1, requests: wanted / 0.97 };
  return {
    title: 'Cost of an informed attacker',
    columns,
    rows: rounds.map((one, index) =>
      row(one, index, [
        `${((100 * one.trial.harvested) / wanted).toFixed(1)} %`,
        ...multiples(one, wanted, naive),
      ]),
    ),
    note: `He wants answers to ${wanted} different tasks, within two weeks, among ${background.accounts} honest simulated accounts with ${background.events} requests; means of ${seeds} attackers. An account is lost to him the moment it reaches the review level; what it got before is his. After each round he makes the cheapest change (fewest accounts, then fewest requests, then least time) that raises his yield, two at once where none helps alone, and he tries them on his own copy of the detection at no cost. The last two columns are the accounts and requests that the whole yield costs at this rate, against one account that nobody stops.`,
  };
}

/** How much more an attacker pays who knows the detection and adapts to it. */
export const attacker: Bench = {
  name: 'attacker',
  run: async ({ isQuick }) => {
    const detection = await loadDetection();
    const wanted = isQuick ? 400 : 2000;
    const accounts = isQuick ? 200 : 1000;
    const seeds = isQuick ? [1, 2] : [1, 2, 3, 4, 5];
    const background = createBackground({ seed: 21, accounts, days: 14 }, detection);
    const rounds = adapt(naivePlan, {
      rounds: isQuick ? 3 : 10,
      wanted,
      attempt: (plan) => tryPlan(plan, { background, detection, wanted, seeds }),
    });
    return [table(rounds, { wanted, background, seeds: seeds.length })];
  },
};
