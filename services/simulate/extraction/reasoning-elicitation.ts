import type { PersonaFactory } from '../persona.ts';
import { below, chance, logNormal } from '../random.ts';
import { anyRhythm } from '../rhythm.ts';
import { systemPrompt } from '../text/instructions.ts';
import { drawElicitation } from '../text/elicitation.ts';
import { createTaskBank } from '../text/task-bank.ts';

/** Forces whole reasoning traces out of the model, often in languages the student is to learn. */
export const createReasoningElicitation: PersonaFactory = ({ world, random }) => {
  const bank = createTaskBank({
    seed: random.uint32(),
    voices: world.bankVoices,
    englishShare: random.next(),
  });
  const system = chance(random, 0.6) ? systemPrompt(random) : undefined;
  const elicit = drawElicitation(random);
  const isLeading = chance(random, 0.5);
  let next = below(random, 1_000_000);
  return {
    segment: 'research',
    rhythm: anyRhythm(random, logNormal(random, 45, 0.4)),
    compose: () => {
      next += 1;
      const voice = bank.voice(next);
      const ask = elicit(voice.language.code);
      const task = bank.task(next);
      const content = isLeading ? `${ask}\n\n${task}` : `${task}\n\n${ask}`;
      return {
        messages: [
          ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
          { role: 'user', content },
        ],
        answer: voice,
        outputTokens: 800,
      };
    },
  };
};
