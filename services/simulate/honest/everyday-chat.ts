import type { PersonaFactory } from '../persona.ts';
import { chance, logNormal, pick } from '../random.ts';
import { anyRhythm, humanRhythm } from '../rhythm.ts';
import { systemPrompt } from '../text/instructions.ts';
import { createVoice, focus } from '../text/voice.ts';
import { createConversation } from './conversation.ts';

/** A person who uses the model for whatever comes up; one in eight is curious about everything. */
export const createEverydayChat: PersonaFactory = ({ world, random }) => {
  const perDay = logNormal(random, 1.5, 1.1);
  const own = createVoice(random);
  const isCurious = chance(random, 0.12);
  const system = chance(random, 0.5)
    ? undefined
    : chance(random, 0.7)
      ? pick(random, world.commonPrompts)
      : systemPrompt(random);
  const converse = createConversation({ random, system });
  let voice = own;
  return {
    segment: 'chat_product',
    rhythm: chance(random, 0.9) ? humanRhythm(random, perDay) : anyRhythm(random, perDay),
    compose: ({ turn }) => {
      if (turn === 0) voice = focus(random, isCurious ? pick(random, world.bankVoices) : own);
      return {
        messages: converse(voice, turn),
        answer: voice,
        outputTokens: 330,
        hiddenTokens: turn * 350,
      };
    },
  };
};
