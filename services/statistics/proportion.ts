import { betaQuantile } from './incomplete-beta.ts';

export interface Proportion {
  readonly count: number;
  readonly of: number;
  /** null when there was nothing to count in. */
  readonly value: number | null;
  /** The exact 95 % interval of Clopper and Pearson. */
  readonly low: number;
  readonly high: number;
}

const tail = 0.025;

/** Six decimals: more would promise what no log can hold. */
export function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

export function proportion(count: number, of: number): Proportion {
  const low = count === 0 ? 0 : betaQuantile(tail, count, of - count + 1);
  const high = count === of ? 1 : betaQuantile(1 - tail, count + 1, of - count);
  return {
    count,
    of,
    value: of === 0 ? null : rounded(count / of),
    low: rounded(low),
    high: rounded(high),
  };
}
