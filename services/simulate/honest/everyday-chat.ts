import type { Casting, PersonaFactory } from '../persona.ts';
import { chance, logNormal, pick, pickSkewed } from '../random.ts';
import { anyRhythm, humanRhythm } from '../rhythm.ts';
import { systemPrompt } from '../text/instructions.ts';
import { createVoice, focus } from '../text/voice.ts';
import { createConversation } from './conversation.ts';

/** Most leave what their tool came with, some write their own. */
function drawSystemPrompt({ world, random }: Casting): string {
  return chance(random, 0.6) ? pickSkewed(random, world.commonPrompts) : systemPrompt(random);
}

/** A person who uses the model for whatever comes up; one in eight is curious about everything. */
export const createEverydayChat: PersonaFactory = (casting) => {
  const { world, random } = casting;
  const perDay = logNormal(random, 1.5, 1.1);
  const own = createVoice(random);
  const isCurious = chance(random, 0.12);
  const system = chance(random, 0.5) ? undefined : drawSystemPrompt(casting);
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
