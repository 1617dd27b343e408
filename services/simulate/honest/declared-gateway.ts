import type { PersonaFactory } from '../persona.ts';
import { between, createRandom, hex, logNormal, pickSkewed, type Random } from '../random.ts';
import { serviceRhythm } from '../rhythm.ts';
import { createVoice, type Voice } from '../text/voice.ts';
import { createConversation } from './conversation.ts';

interface EndUser {
  readonly id: string;
  readonly voice: Voice;
}

/** The same number is always the same person. */
function endUser(seed: number, index: number): EndUser {
  const random: Random = createRandom(seed, index);
  return { id: hex(random, 12), voice: createVoice(random) };
}

/** A reseller that names its end users: as an account it covers everything, each end user does not. */
export const createDeclaredGateway: PersonaFactory = ({ random }) => {
  const seed = random.uint32();
  const numbers = Array.from({ length: between(random, 20, 120) }, (_, index) => index);
  const converse = createConversation({ random });
  let current = endUser(seed, 0);
  return {
    segment: 'gateway',
    rhythm: { ...serviceRhythm(random, logNormal(random, 24, 0.6)), turns: 3 },
    compose: ({ turn }) => {
      if (turn === 0) current = endUser(seed, pickSkewed(random, numbers));
      return {
        messages: converse(current.voice, turn),
        answer: current.voice,
        outputTokens: 320,
        hiddenTokens: turn * 300,
        endUserId: current.id,
      };
    },
  };
};
