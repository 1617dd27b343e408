/** One observation: `inputs` of any sign, whether it is of the class sought, and how much it counts. */
export interface Observation {
  readonly inputs: Float64Array;
  readonly isPositive: boolean;
  readonly weight: number;
}

export interface LogisticFit {
  readonly intercept: number;
  /** One for each input, none below 0. */
  readonly weights: Float64Array;
}

/** Pulls each weight towards its `prior` with `ridge` / 2 times the square of the distance. */
export interface Penalty {
  readonly ridge: number;
  readonly prior: Float64Array;
}

interface Slope {
  intercept: number;
  readonly weights: Float64Array;
}

const mostSteps = 4000;
/** The fit stands when no weight (nats) moved further than this in a step. */
const tolerance = 1e-5;

/**
 * Logistic regression with weights of 0 and above and a quadratic penalty, the mean loss taken by the weights of the
 * observations; the intercept goes free. Accelerated projected gradient with restarts (Beck and Teboulle 2009, FISTA;
 * O'Donoghue and Candes 2015): the problem is convex, so neither a start nor chance shows in the result.
 */
export function fitLogistic(observations: readonly Observation[], penalty: Penalty): LogisticFit {
  const whole = observations.reduce((sum, { weight }) => sum + weight, 0);
  const step = 1 / (curvatureOf(observations, whole) + penalty.ridge);
  let now: LogisticFit = { intercept: 0, weights: penalty.prior };
  let ahead = now;
  let momentum = 1;
  for (let count = 0; count < mostSteps; count += 1) {
    const slope = slopeAt(ahead, observations, { ...penalty, whole });
    const next = descend(ahead, slope, step);
    const moved = distance(now, next);
    const grown = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    // Uphill: forget the momentum, which has carried too far.
    const isUphill = leadsUp(slope, now, next);
    ahead = isUphill ? next : extend(now, next, (momentum - 1) / grown);
    momentum = isUphill ? 1 : grown;
    now = next;
    if (moved < tolerance) break;
  }
  return now;
}

/** An upper bound of the second derivative in any direction: a quarter of the mean squared length. */
function curvatureOf(observations: readonly Observation[], whole: number): number {
  let sum = 0;
  for (const { inputs, weight } of observations) {
    sum += (weight / whole) * inputs.reduce((length, input) => length + input * input, 1);
  }
  return sum / 4;
}

function slopeAt(
  at: LogisticFit,
  observations: readonly Observation[],
  { whole, ridge, prior }: Penalty & { readonly whole: number },
): Slope {
  const pull = at.weights.map((weight, index) => ridge * (weight - (prior[index] ?? 0)));
  const slope: Slope = { intercept: 0, weights: pull };
  for (const { inputs, isPositive, weight } of observations) {
    let score = at.intercept;
    for (let index = 0; index < inputs.length; index += 1) {
      score += (at.weights[index] ?? 0) * (inputs[index] ?? 0);
    }
    const error = (weight / whole) * (1 / (1 + Math.exp(-score)) - (isPositive ? 1 : 0));
    slope.intercept += error;
    for (let index = 0; index < inputs.length; index += 1) {
      slope.weights[index] = (slope.weights[index] ?? 0) + error * (inputs[index] ?? 0);
    }
  }
  return slope;
}

function descend(from: LogisticFit, slope: Slope, step: number): LogisticFit {
  return {
    intercept: from.intercept - step * slope.intercept,
    weights: from.weights.map((weight, index) =>
      Math.max(0, weight - step * (slope.weights[index] ?? 0)),
    ),
  };
}

function extend(from: LogisticFit, to: LogisticFit, share: number): LogisticFit {
  return {
    intercept: to.intercept + share * (to.intercept - from.intercept),
    weights: to.weights.map(
      (weight, index) => weight + share * (weight - (from.weights[index] ?? 0)),
    ),
  };
}

function leadsUp(slope: Slope, from: LogisticFit, to: LogisticFit): boolean {
  let sum = slope.intercept * (to.intercept - from.intercept);
  to.weights.forEach((weight, index) => {
    sum += (slope.weights[index] ?? 0) * (weight - (from.weights[index] ?? 0));
  });
  return sum > 0;
}

function distance(from: LogisticFit, to: LogisticFit): number {
  return to.weights.reduce(
    (most, weight, index) => Math.max(most, Math.abs(weight - (from.weights[index] ?? 0))),
    Math.abs(to.intercept - from.intercept),
  );
}
