import {
  runShard,
  type ShardStep,
  type TimedLines,
} from '../../services/cli/backtest/run-shard.ts';
import type { AccountRecord } from '../../services/contracts/account.ts';
import type { UsageEvent } from '../../services/contracts/usage-event.ts';
import { simulate } from '../../services/simulate/simulate.ts';
import { createWorld, type World } from '../../services/simulate/world.ts';
import { createEngine } from '../../workers/detection/create-engine.ts';
import type { Detection } from '../../workers/detection/scoring/settings.ts';

export interface Population {
  readonly seed: number;
  readonly accounts: number;
  readonly days: number;
}

/** Honest customers, judged once: what their partition tells the correlation is the same in every round. */
export interface Background {
  readonly world: World;
  readonly accounts: number;
  readonly events: number;
  readonly steps: readonly ShardStep[];
}

const startAt = Date.UTC(2026, 8, 7);

function timedLines(events: Iterable<UsageEvent>): TimedLines {
  const lines = Array.from(events, (event) => ({
    line: Buffer.from(JSON.stringify(event)),
    at: Date.parse(event.occurred_at),
  }));
  return {
    length: lines.length,
    lineAt: (place) => lines[place]?.line ?? Buffer.alloc(0),
    timeAt: (place) => lines[place]?.at ?? 0,
  };
}

/** Runs one engine over events in time order, as one partition of the live system would. */
export function runPartition(
  { accounts, events }: { accounts: readonly AccountRecord[]; events: Iterable<UsageEvent> },
  detection: Detection,
): { readonly steps: readonly ShardStep[]; readonly events: number } {
  const steps: ShardStep[] = [];
  const lines = timedLines(events);
  runShard({
    events: lines,
    accounts: accounts.map((record) => Buffer.from(JSON.stringify(record))),
    engine: createEngine(detection),
    isMine: () => true,
    onStep: (step) => steps.push(step),
  });
  return { steps, events: lines.length };
}

/** The honest part of a simulation, judged. */
export function createBackground(population: Population, detection: Detection): Background {
  const simulation = simulate({ ...population, startAt });
  const honest = new Set(
    simulation.labels.filter(({ label }) => label === 'benign').map(({ account_id }) => account_id),
  );
  const isHonest = ({ account_id }: { account_id: string }) => honest.has(account_id);
  function* honestEvents(): Generator<UsageEvent> {
    for (const event of simulation.events) if (isHonest(event)) yield event;
  }
  const accounts = simulation.accounts.filter(isHonest);
  const { steps, events } = runPartition({ accounts, events: honestEvents() }, detection);
  const { seed, days } = population;
  return { world: createWorld({ seed, startAt, days }), accounts: honest.size, events, steps };
}
