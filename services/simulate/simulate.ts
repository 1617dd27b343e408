import type { AccountRecord } from '../contracts/account.ts';
import type { UsageEvent } from '../contracts/usage-event.ts';
import { createEventWriter } from './create-event.ts';
import { castExtraction } from './extraction/cast-extraction.ts';
import { castHonest } from './honest/cast-honest.ts';
import { drawIdentity } from './identity.ts';
import { mergeByTime, type TimedSource } from './merge-by-time.ts';
import { createRandom, fork, sample } from './random.ts';
import { moments, type Moment } from './rhythm.ts';
import type { LabelValue, Role } from './role.ts';
import { createWorld, type World } from './world.ts';

export interface SimulationOptions {
  readonly seed: number;
  readonly accounts?: number;
  readonly days?: number;
  /** Event time of the first day, in ms. */
  readonly startAt?: number;
}

export interface SimulatedLabel {
  readonly account_id: string;
  readonly label: LabelValue;
  readonly scenario: string;
  readonly campaign_id?: string;
}

export interface Simulation {
  readonly accounts: readonly AccountRecord[];
  readonly labels: readonly SimulatedLabel[];
  /** In order of `occurred_at`. Made while it is read, and can be read once. */
  readonly events: Iterable<UsageEvent>;
}

const defaults = { accounts: 2500, days: 7, startAt: Date.UTC(2026, 8, 7) };

interface Player {
  readonly record: AccountRecord;
  readonly label: SimulatedLabel;
  readonly source: TimedSource<UsageEvent>;
}

function dueAt(next: IteratorResult<Moment>): number {
  return next.done === true ? Infinity : next.value.at;
}

function play(role: Role, world: World, seed: number): Player {
  const random = createRandom(seed, 2);
  const persona = role.factory({ world, random: fork(random) });
  const identity = drawIdentity(fork(random), world, {
    segment: persona.segment,
    shared: role.shared,
    program: persona.program,
  });
  const write = createEventWriter(identity, fork(random));
  const timeline = moments(persona.rhythm, world, fork(random));
  let pending = timeline.next();
  const source: TimedSource<UsageEvent> = {
    dueAt: dueAt(pending),
    take: () => {
      if (pending.done === true) throw new RangeError('the account has no more events');
      const moment = pending.value;
      pending = timeline.next();
      source.dueAt = dueAt(pending);
      return write(moment, persona.compose(moment));
    },
  };
  const { record } = identity;
  const label = {
    account_id: record.account_id,
    label: role.label,
    scenario: role.scenario,
    ...(role.campaignId !== undefined && { campaign_id: role.campaignId }),
  };
  return { record, label, source };
}

/** Traffic of a model API with honest and extracting accounts. The same options give the same bytes. */
export function simulate(options: SimulationOptions): Simulation {
  const { seed, accounts, days, startAt } = { ...defaults, ...options };
  const world = createWorld({ seed, startAt, days });
  const random = createRandom(seed, 3);
  const extracting = castExtraction(world, accounts, random);
  const honest = castHonest(world, accounts - extracting.length, random);
  const roles = sample(random, [...extracting, ...honest], accounts);
  const players = roles.map((role) => play(role, world, random.uint32()));
  return {
    accounts: players.map((player) => player.record),
    labels: players.map((player) => player.label),
    events: mergeByTime(players.map((player) => player.source)),
  };
}
