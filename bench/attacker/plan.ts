/** How an attacker spreads his requests. */
export interface AttackPlan {
  readonly accounts: number;
  /** Requests a day of each account, cover included. */
  readonly requestsPerDay: number;
  /** The share of the requests that is ordinary-looking cover. */
  readonly coverShare: number;
  readonly wrapping: (typeof wrappings)[number];
  /** Whether his accounts have networks, cards, mail domains and settings in common. */
  readonly sharesInfrastructure: boolean;
}

export interface Adaptation {
  readonly change: string;
  readonly plan: AttackPlan;
}

/** What stands around his tasks: rewriting it costs him nothing but effort. */
const wrappings = ['one for all', 'one an account', 'one a request'] as const;
const coverShares = [0, 0.5, 0.75, 0.9];
const splitInto = 4;
const slowest = 10;

/** Whoever has not thought of being watched. */
export const naivePlan: AttackPlan = {
  accounts: 1,
  requestsPerDay: 400,
  coverShare: 0,
  wrapping: 'one for all',
  sharesInfrastructure: true,
};

function rewrite(plan: AttackPlan): Adaptation[] {
  const later = wrappings.slice(wrappings.indexOf(plan.wrapping) + 1);
  // One account's own wrapping would be another draw of the same plan, and help by luck alone.
  const wrapping = later.find((one) => plan.accounts > 1 || one !== 'one an account');
  return wrapping === undefined ? [] : [{ change: 'rewrites', plan: { ...plan, wrapping } }];
}

function hide(plan: AttackPlan): Adaptation[] {
  if (plan.accounts === 1 || !plan.sharesInfrastructure) return [];
  return [{ change: 'shares nothing', plan: { ...plan, sharesInfrastructure: false } }];
}

function slowDown(plan: AttackPlan): Adaptation[] {
  const requestsPerDay = Math.max(slowest, plan.requestsPerDay / 2);
  if (requestsPerDay === plan.requestsPerDay) return [];
  return [{ change: 'slows down', plan: { ...plan, requestsPerDay } }];
}

function addCover(plan: AttackPlan): Adaptation[] {
  const coverShare = coverShares[coverShares.indexOf(plan.coverShare) + 1];
  return coverShare === undefined ? [] : [{ change: 'adds cover', plan: { ...plan, coverShare } }];
}

function split(plan: AttackPlan): Adaptation[] {
  return [{ change: 'splits', plan: { ...plan, accounts: plan.accounts * splitInto } }];
}

/** Everything that he can change about a plan by one step. */
export function listAdaptations(plan: AttackPlan): Adaptation[] {
  return [rewrite, hide, slowDown, addCover, split].flatMap((step) => step(plan));
}

/** Every pair of changes, for when none helps alone. */
export function listPairs(plan: AttackPlan): Adaptation[] {
  const pairs = listAdaptations(plan).flatMap((first) =>
    listAdaptations(first.plan).map((second) => ({
      change: `${first.change} and ${second.change}`,
      plan: second.plan,
    })),
  );
  const seen = new Map(pairs.map((pair) => [JSON.stringify(pair.plan), pair]));
  return [...seen.values()];
}

/** Fewer accounts first, then fewer requests, then less time: accounts cost him most. */
export function compareCost(left: AttackPlan, right: AttackPlan): number {
  const days = ({ accounts, requestsPerDay }: AttackPlan) => 1 / (accounts * requestsPerDay);
  return (
    left.accounts - right.accounts || left.coverShare - right.coverShare || days(left) - days(right)
  );
}
