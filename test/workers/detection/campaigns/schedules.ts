import { below, createRandom } from '../../../../services/simulate/random.ts';
import { slotMs } from '../../../../workers/detection/profile/profile.ts';
import type { Traffic } from './traffic.ts';

const slotsOfTwoWeeks = 14 * 144;

/** Moments of one account by itself within two weeks, in ms. */
export function spreadTimes(seed: number, count: number): number[] {
  const random = createRandom(seed, 31);
  return Array.from({ length: count }, () => below(random, slotsOfTwoWeeks * slotMs)).sort(byTime);
}

/** When a queue is worked through: 40 bursts of less than ten minutes within two weeks, in ms. */
export function burstsOf(seed: number): number[] {
  const random = createRandom(seed, 32);
  return Array.from({ length: 40 }, () => below(random, slotsOfTwoWeeks) * slotMs);
}

/** The requests that one account is dealt: two in each burst that it takes part in, which are seven of ten. */
export function dealtTimes(bursts: readonly number[], seed: number): number[] {
  const random = createRandom(seed, 33);
  return bursts
    .filter(() => random.next() < 0.7)
    .flatMap((at) => [at + below(random, slotMs), at + below(random, slotMs)])
    .sort(byTime);
}

/** The same accounts, each at times of its own. */
export function spread(accounts: readonly Traffic[], seed: number): Traffic[] {
  return accounts.map((traffic, index) => ({
    ...traffic,
    times: spreadTimes(seed + index, traffic.prompts.length),
  }));
}

function byTime(a: number, b: number): number {
  return a - b;
}
