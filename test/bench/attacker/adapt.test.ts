import t from 'tap';
import { adapt } from '../../../bench/attacker/adapt.ts';
import {
  compareCost,
  listAdaptations,
  listPairs,
  naivePlan,
  type AttackPlan,
} from '../../../bench/attacker/plan.ts';
import type { Trial } from '../../../bench/attacker/try-plan.ts';

/** A detection that lets an account have so many answers, by what the plan is. */
function trialOf(plan: AttackPlan, harvested: number): Trial {
  return { plan, harvested, flaggedAccounts: 0, requests: harvested, days: 1 };
}

await t.test('the cheapest change that raises the yield is made, not the best one', (t) => {
  const tried: string[] = [];
  const rounds = adapt(naivePlan, {
    rounds: 1,
    wanted: 100,
    attempt: (plan) => {
      tried.push(`${plan.accounts} ${plan.coverShare} ${plan.wrapping}`);
      if (plan.accounts > 1) return trialOf(plan, 90);
      return trialOf(plan, plan.coverShare > 0 ? 40 : 10);
    },
  });
  t.match(
    rounds.map(({ change, trial }) => [change, trial.harvested]),
    [
      ['naive', 10],
      ['adds cover', 40],
    ],
  );
  t.notOk(
    tried.some((plan) => plan.startsWith('4 ')),
    'more accounts were not even tried',
  );
  t.end();
});

await t.test('two changes at once are tried where none helps alone', (t) => {
  const isRight = (plan: AttackPlan) => plan.accounts === 4 && !plan.sharesInfrastructure;
  const rounds = adapt(naivePlan, {
    rounds: 10,
    wanted: 100,
    attempt: (plan) => trialOf(plan, isRight(plan) ? 100 : 0),
  });
  t.match(
    rounds.map(({ change }) => change),
    ['naive', 'splits and shares nothing'],
  );
  t.end();
});

await t.test('he stops when he has everything, nothing helps, or the rounds are over', (t) => {
  const lengthOf = (attempt: (plan: AttackPlan) => Trial) =>
    adapt(naivePlan, { rounds: 3, wanted: 100, attempt }).length;
  t.equal(
    lengthOf((plan) => trialOf(plan, 100)),
    1,
  );
  t.equal(
    lengthOf((plan) => trialOf(plan, 50)),
    1,
  );
  t.equal(
    lengthOf((plan) => trialOf(plan, Math.log2(plan.accounts))),
    1,
    'gains too small',
  );
  t.equal(
    lengthOf((plan) => trialOf(plan, plan.accounts / 100)),
    1,
  );
  t.equal(
    lengthOf((plan) => trialOf(plan, 6 * Math.log2(plan.accounts))),
    4,
  );
  t.end();
});

await t.test('every change is one step, and the order is by accounts, requests, time', (t) => {
  const changes = listAdaptations({ ...naivePlan, accounts: 4 });
  t.same(
    changes.map(({ change }) => change),
    ['rewrites', 'shares nothing', 'slows down', 'adds cover', 'splits'],
  );
  t.same(
    changes.toSorted((a, b) => compareCost(a.plan, b.plan)).map(({ change }) => change),
    ['rewrites', 'shares nothing', 'slows down', 'adds cover', 'splits'],
  );
  t.equal(listAdaptations(naivePlan)[0]?.plan.wrapping, 'one a request');
  const last: AttackPlan = {
    accounts: 1024,
    requestsPerDay: 10,
    coverShare: 0.9,
    wrapping: 'one a request',
    sharesInfrastructure: false,
  };
  t.same(
    listAdaptations(last).map(({ change }) => change),
    ['splits'],
  );
  t.equal(listPairs(last).length, 1);
  t.end();
});
