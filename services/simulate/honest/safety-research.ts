import type { PersonaFactory } from '../persona.ts';
import { logNormal, pick } from '../random.ts';
import { humanRhythm } from '../rhythm.ts';
import { drawElicitation } from '../text/elicitation.ts';
import { taskOfKind } from '../text/tasks.ts';
import { typed } from '../text/typos.ts';
import { createVoice } from '../text/voice.ts';
import { createConversation } from './conversation.ts';

/** Studies how models reason: asks for reasoning like a harvester would, a few times a day and around the same tasks. */
export const createSafetyResearch: PersonaFactory = ({ random }) => {
  const voice = createVoice(random);
  const kinds = ['puzzle', 'sums'];
  const tasks = Array.from({ length: 8 }, () => taskOfKind(pick(random, kinds), voice, random));
  const elicitations = Array.from({ length: 6 }, () => drawElicitation(random));
  const converse = createConversation({
    random,
    open: () => `${pick(random, tasks)} ${pick(random, elicitations)(voice.language.code)}`,
  });
  return {
    segment: 'research',
    rhythm: humanRhythm(random, logNormal(random, 2, 0.5)),
    compose: ({ turn }) => ({
      messages: converse(voice, turn).map((message) => ({
        ...message,
        content: typed(random, message.content),
      })),
      answer: voice,
      outputTokens: 420,
      hiddenTokens: turn * 400,
    }),
  };
};
