import { chance, pick, type Random } from './random.ts';

export const newestModel = 'meridian-large-3';
const largeModel = 'meridian-large-2';
export const establishedModels = [largeModel, 'meridian-medium-2', 'meridian-small-2'] as const;
export const allModels = [...establishedModels, newestModel] as const;

/** What an account asks for, and when it moves to the newest model, if ever. */
export interface ModelHabit {
  readonly usual: string;
  readonly adoptsAt: number;
}

export function drawModelHabit(random: Random, releaseAt: number): ModelHabit {
  const usual = pick(random, [largeModel, largeModel, ...establishedModels]);
  const delayMs = random.next() * 6 * 86_400_000;
  return { usual, adoptsAt: chance(random, 0.25) ? releaseAt + delayMs : Infinity };
}

export function modelAt(habit: ModelHabit, at: number): string {
  return at >= habit.adoptsAt ? newestModel : habit.usual;
}
