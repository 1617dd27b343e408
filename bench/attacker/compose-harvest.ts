import type { SharedTraits } from '../../services/simulate/identity.ts';
import type { Exchange } from '../../services/simulate/persona.ts';
import { createRandom, type Random } from '../../services/simulate/random.ts';
import { systemPrompt, wrap, wrapper } from '../../services/simulate/text/instructions.ts';
import type { TaskBank } from '../../services/simulate/text/task-bank.ts';
import type { World } from '../../services/simulate/world.ts';
import type { AttackPlan } from './plan.ts';

/** What the attacker hands to every account. */
export interface Controller {
  readonly world: World;
  readonly plan: AttackPlan;
  readonly wanted: number;
  readonly bank: TaskBank;
  readonly seed: number;
  drawShared(random: Random): SharedTraits;
}

const answerTokens = 450;

/** Asks the account's own tasks one after the other, each once, in whatever the plan wraps them. */
export function createComposer(
  { plan, bank, seed }: Controller,
  member: number,
  random: Random,
): () => Exchange {
  // All members draw the same where one wrapping serves all.
  const source = plan.wrapping === 'one for all' ? createRandom(seed, 12) : random;
  const isFresh = plan.wrapping === 'one a request';
  const system = isFresh ? undefined : systemPrompt(source);
  const around = wrapper(source);
  let next = member - plan.accounts;
  return () => {
    next += plan.accounts;
    const content = wrap(isFresh ? wrapper(random) : around, bank.task(next));
    return {
      messages: [
        ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
        { role: 'user', content },
      ],
      answer: bank.voice(next),
      outputTokens: answerTokens,
    };
  };
}
