import { newestModel } from '../models.ts';
import type { Exchange, PersonaFactory } from '../persona.ts';
import { between, chance, fork, logNormal, pick, type Random } from '../random.ts';
import { anyRhythm, type Moment } from '../rhythm.ts';
import { drawElicitation, type Elicitation } from '../text/elicitation.ts';
import { systemPrompt, wrap, wrapper, type Wrapper } from '../text/instructions.ts';
import { createTaskBank, type TaskBank } from '../text/task-bank.ts';
import type { World } from '../world.ts';

/** What the controller of a fleet hands to every member. */
export interface FleetPlan {
  readonly bank: TaskBank;
  readonly size: number;
  readonly system: string;
  readonly wrappers: readonly Wrapper[];
  /** Absent where the fleet wants answers only. */
  readonly elicit: Elicitation | undefined;
  readonly retargets: boolean;
  /** The share of a member's calls that is ordinary-looking cover. */
  readonly coverShare: number;
}

interface FleetOptions {
  readonly size: number;
  readonly retargets: boolean;
}

export function planFleet(world: World, options: FleetOptions, random: Random): FleetPlan {
  return {
    ...options,
    bank: createTaskBank({
      seed: random.uint32(),
      voices: world.bankVoices,
      englishShare: 0.3 + random.next() * 0.7,
    }),
    system: systemPrompt(random),
    wrappers: Array.from({ length: between(random, 1, 4) }, () => wrapper(random)),
    elicit: chance(random, 0.4) ? drawElicitation(random) : undefined,
    coverShare: chance(random, 0.5) ? 0 : random.next() * 0.3,
  };
}

/** The published volume: about 26 calls an account a day. */
const callsPerDay = 26;

/** One member works through its share of the bank; the shares are disjoint and nothing is asked twice. */
export function createFleetMember(
  plan: FleetPlan,
  member: number,
  cover: PersonaFactory,
): PersonaFactory {
  return ({ world, random }) => {
    const ordinary = cover({ world, random: fork(random) });
    let next = member - plan.size;
    const harvest = (moment: Moment): Exchange => {
      next += plan.size;
      const voice = plan.bank.voice(next);
      const around = plan.wrappers[Math.floor(next / plan.size) % plan.wrappers.length];
      const item = wrap(around ?? { head: '', tail: '' }, plan.bank.task(next));
      const ask = plan.elicit === undefined ? '' : `\n\n${plan.elicit(voice.language.code)}`;
      return {
        messages: [
          { role: 'system', content: plan.system },
          { role: 'user', content: item + ask },
        ],
        answer: voice,
        outputTokens: plan.elicit === undefined ? 450 : 700,
        ...(plan.retargets && moment.at > world.releaseAt && { model: newestModel }),
      };
    };
    return {
      segment: pick(random, ['research', 'chat_product', 'education', 'other']),
      rhythm: anyRhythm(random, logNormal(random, callsPerDay, 0.15)),
      compose: (moment) =>
        chance(random, plan.coverShare) ? ordinary.compose(moment) : harvest(moment),
    };
  };
}
