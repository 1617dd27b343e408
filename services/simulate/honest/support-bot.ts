import type { PersonaFactory } from '../persona.ts';
import { between, chance, hex, logNormal, pick, sample } from '../random.ts';
import { serviceRhythm } from '../rhythm.ts';
import { systemPrompt } from '../text/instructions.ts';
import { topics, topicsNamed } from '../text/topics.ts';
import { createVoice, question, say, type Voice } from '../text/voice.ts';
import { createConversation } from './conversation.ts';

/** A shop's help desk: many customers, one domain, a few languages, conversations of some turns. */
export const createSupportBot: PersonaFactory = ({ random }) => {
  const subjects = [...topicsNamed('support'), ...sample(random, topics, 1)];
  const voices = Array.from({ length: between(random, 1, 3) }, () => createVoice(random, subjects));
  const isDeclaring = chance(random, 0.5);
  const open = (voice: Voice): string =>
    `${say(voice, voice.language.statements, random)} ${question(voice, random)}`;
  const system = `${systemPrompt(random)} You help customers with orders and accounts.`;
  const converse = createConversation({ random, system, open });
  let voice = pick(random, voices);
  let endUserId = hex(random, 12);
  return {
    segment: 'chat_product',
    rhythm: { ...serviceRhythm(random, logNormal(random, 7, 0.9)), turns: 3 },
    compose: ({ turn }) => {
      if (turn === 0) {
        voice = pick(random, voices);
        endUserId = hex(random, 12);
      }
      return {
        messages: converse(voice, turn),
        answer: voice,
        outputTokens: 120,
        hiddenTokens: turn * 180,
        ...(isDeclaring && { endUserId }),
      };
    },
  };
};
