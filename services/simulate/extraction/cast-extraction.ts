import type { PersonaFactory } from '../persona.ts';
import { between, type Random } from '../random.ts';
import type { Role } from '../role.ts';
import type { World } from '../world.ts';
import { castFleet } from './cast-fleet.ts';
import { createJudgeHarvest } from './judge-harvest.ts';
import { createLogitProbe } from './logit-probe.ts';
import { createLoudHarvester } from './loud-harvester.ts';
import { createMixedCover } from './mixed-cover.ts';
import { createReasoningElicitation } from './reasoning-elicitation.ts';

const loners: readonly (readonly [scenario: string, factory: PersonaFactory])[] = [
  ['single_loud', createLoudHarvester],
  ['cot_elicitation', createReasoningElicitation],
  ['logit_probe', createLogitProbe],
  ['mixed_cover', createMixedCover],
  ['judge_harvest', createJudgeHarvest],
];

const accountsPerLoner = 600;
const accountsPerFleet = 900;
const fleetSizes = { least: 25, most: 150 };

function fleetSize(accounts: number, random: Random): number {
  const room = Math.max(3, Math.floor(accounts * 0.02));
  const size = between(random, Math.min(fleetSizes.least, room), fleetSizes.least + room);
  return Math.min(size, fleetSizes.most, Math.max(3, Math.floor(accounts / 5)));
}

/** Extracting accounts among `accounts`: some of every loner, and fleets of which the first retargets if there are two. */
export function castExtraction(world: World, accounts: number, random: Random): Role[] {
  const each = Math.max(1, Math.round(accounts / accountsPerLoner));
  const fleets = Math.max(1, Math.round(accounts / accountsPerFleet));
  return [
    ...loners.flatMap(([scenario, factory]) =>
      Array.from({ length: each }, (): Role => ({ scenario, label: 'extraction', factory })),
    ),
    ...Array.from({ length: fleets }, (_, index) => {
      const size = fleetSize(accounts, random);
      return castFleet(world, { size, retargets: index === 1 }, random);
    }).flat(),
  ];
}
