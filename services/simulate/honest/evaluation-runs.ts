import { allModels } from '../models.ts';
import type { PersonaFactory } from '../persona.ts';
import { between, chance, logNormal, sample } from '../random.ts';
import { batchRhythm } from '../rhythm.ts';
import { systemPrompt, wrap, wrapper } from '../text/instructions.ts';
import { createTaskBank } from '../text/task-bank.ts';

/** A finite set of tasks, run again over several models: what is asked repeats, however diverse it is. */
export const createEvaluationRuns: PersonaFactory = ({ world, random }) => {
  const bank = createTaskBank({
    seed: random.uint32(),
    voices: world.bankVoices,
    englishShare: chance(random, 0.7) ? 1 : 0.5,
  });
  const size = between(random, 15, 60);
  const compared = sample(random, allModels, between(random, 2, 4));
  const around = wrapper(random);
  const system = chance(random, 0.5) ? systemPrompt(random) : (world.commonPrompts[0] ?? '');
  const voice = bank.voice(0);
  let next = 0;
  return {
    segment: 'evaluation',
    rhythm: batchRhythm(random, logNormal(random, 12, 0.7)),
    compose: () => {
      const item = bank.task(next % size);
      const model = compared[Math.floor(next / size) % compared.length] ?? allModels[0];
      next += 1;
      return {
        messages: [
          { role: 'system', content: system },
          { role: 'user', content: wrap(around, item) },
        ],
        answer: voice,
        outputTokens: 300,
        model,
        request: { temperature: 0 },
      };
    },
  };
};
