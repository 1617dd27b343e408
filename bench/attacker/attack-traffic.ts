import type { AccountRecord } from '../../services/contracts/account.ts';
import type { UsageEvent } from '../../services/contracts/usage-event.ts';
import { createEventWriter } from '../../services/simulate/create-event.ts';
import { createEverydayChat } from '../../services/simulate/honest/everyday-chat.ts';
import { drawIdentity } from '../../services/simulate/identity.ts';
import { chance, createRandom, fork, type Random } from '../../services/simulate/random.ts';
import { moments, serviceRhythm } from '../../services/simulate/rhythm.ts';
import { createTaskBank } from '../../services/simulate/text/task-bank.ts';
import type { World } from '../../services/simulate/world.ts';
import { createComposer, type Controller } from './compose-harvest.ts';
import type { AttackPlan } from './plan.ts';
import { drawSharedTraits } from './shared-traits.ts';

export interface AttackTraffic {
  readonly accounts: readonly AccountRecord[];
  /** In time order. */
  readonly events: readonly UsageEvent[];
  /** When each account got an answer to one of the tasks, ascending, in ms. */
  readonly harvest: ReadonlyMap<string, readonly number[]>;
}

interface Member {
  readonly record: AccountRecord;
  readonly events: readonly UsageEvent[];
  readonly harvest: readonly number[];
}

/** One account works off its share of the tasks and then stops. */
function playMember(controller: Controller, member: number, random: Random): Member {
  const { world, plan, wanted } = controller;
  const shared = controller.drawShared(fork(random));
  const drawn = drawIdentity(fork(random), world, { segment: 'research', shared });
  const identity = { ...drawn, isContentLogged: true };
  const write = createEventWriter(identity, fork(random));
  const cover = createEverydayChat({ world, random: fork(random) });
  const compose = createComposer(controller, member, fork(random));
  const rhythm = serviceRhythm(random, plan.requestsPerDay);
  const share = Math.ceil(wanted / plan.accounts);
  const events: UsageEvent[] = [];
  const harvest: number[] = [];
  for (const moment of moments(rhythm, world, fork(random))) {
    if (harvest.length >= share) break;
    const isCover = chance(random, plan.coverShare);
    const event = write(moment, isCover ? cover.compose(moment) : compose());
    events.push(event);
    if (!isCover && event.status === 200) harvest.push(moment.at);
  }
  return { record: identity.record, events, harvest };
}

interface AttackOptions {
  readonly world: World;
  /** Answers to different tasks that he wants. */
  readonly wanted: number;
  readonly seed: number;
}

/** What an attacker with this plan sends when nobody stops him. The same options give the same traffic. */
export function createAttack(plan: AttackPlan, options: AttackOptions): AttackTraffic {
  const { world, wanted, seed } = options;
  const random = createRandom(seed, 11);
  const bank = createTaskBank({
    seed: random.uint32(),
    voices: world.bankVoices,
    englishShare: 0.6,
  });
  const drawShared = drawSharedTraits(world, plan, fork(random));
  const controller: Controller = { world, plan, wanted, bank, drawShared, seed };
  const members = Array.from({ length: plan.accounts }, (_, member) =>
    playMember(controller, member, fork(random)),
  );
  return {
    accounts: members.map(({ record }) => record),
    events: members
      .flatMap(({ events }) => events)
      .sort((a, b) => (a.occurred_at < b.occurred_at ? -1 : 1)),
    harvest: new Map(members.map(({ record, harvest }) => [record.account_id, harvest])),
  };
}
