import type { PersonaFactory } from '../persona.ts';
import { between, chance, logNormal } from '../random.ts';
import { batchRhythm, serviceRhythm } from '../rhythm.ts';
import { systemPrompt, wrap, wrapper } from '../text/instructions.ts';
import { createTaskBank } from '../text/task-bank.ts';

/** One account that runs a bank of tasks through a few templates, each task once. */
export const createLoudHarvester: PersonaFactory = ({ world, random }) => {
  const bank = createTaskBank({
    seed: random.uint32(),
    voices: world.bankVoices,
    englishShare: 0.4 + random.next() * 0.6,
  });
  const wrappers = Array.from({ length: between(random, 1, 3) }, () => wrapper(random));
  const system = systemPrompt(random);
  const perDay = logNormal(random, 75, 0.4);
  let next = 0;
  return {
    segment: 'research',
    rhythm: chance(random, 0.5) ? batchRhythm(random, perDay) : serviceRhythm(random, perDay),
    compose: () => {
      const index = next;
      next += 1;
      const around = wrappers[index % wrappers.length] ?? wrapper(random);
      return {
        messages: [
          { role: 'system', content: system },
          { role: 'user', content: wrap(around, bank.task(index)) },
        ],
        answer: bank.voice(index),
        outputTokens: 520,
      };
    },
  };
};
