import { createDeclaredGateway } from '../honest/declared-gateway.ts';
import { createEverydayChat } from '../honest/everyday-chat.ts';
import { createRagBackend } from '../honest/rag-backend.ts';
import type { PersonaFactory } from '../persona.ts';
import { chance, fork, logNormal, pick } from '../random.ts';
import { createLoudHarvester } from './loud-harvester.ts';
import { createReasoningElicitation } from './reasoning-elicitation.ts';

/** Ordinary traffic with extraction in 10 to 30 % of the calls: the mean of the account looks honest. */
export const createMixedCover: PersonaFactory = ({ world, random }) => {
  const coverKinds = [createEverydayChat, createRagBackend, createDeclaredGateway];
  const cover = pick(random, coverKinds)({ world, random: fork(random) });
  const harvestKinds = [createLoudHarvester, createReasoningElicitation];
  const harvest = pick(random, harvestKinds)({ world, random: fork(random) });
  const share = 0.1 + random.next() * 0.2;
  return {
    segment: cover.segment,
    rhythm: { ...cover.rhythm, perDay: logNormal(random, 80, 0.4) },
    compose: (moment) => (chance(random, share) ? harvest : cover).compose(moment),
  };
};
