import type { PersonaFactory } from '../persona.ts';
import { below, between, logNormal, pick, sample } from '../random.ts';
import { anyRhythm } from '../rhythm.ts';
import { systemPrompt } from '../text/instructions.ts';
import { createTaskBank } from '../text/task-bank.ts';
import { paragraph } from '../text/voice.ts';

/** Uses the model as a reward model: pairs of answers to ever-new tasks of every kind, graded at length. */
export const createJudgeHarvest: PersonaFactory = ({ world, random }) => {
  const bank = createTaskBank({
    seed: random.uint32(),
    voices: world.bankVoices,
    englishShare: 0.5 + random.next() * 0.5,
  });
  const criteria = sample(random, ['accuracy', 'tone', 'completeness', 'depth', 'style'], 3);
  const system = `${systemPrompt(random)} Compare both answers for ${criteria.join(', ')}, explain at length and name the better one.`;
  let next = below(random, 1_000_000);
  return {
    segment: pick(random, ['evaluation', 'research']),
    rhythm: anyRhythm(random, logNormal(random, 50, 0.4)),
    compose: () => {
      next += 1;
      const voice = bank.voice(next);
      const [first, second] = [0, 1].map(() => paragraph(voice, between(random, 1, 4), random));
      return {
        messages: [
          { role: 'system', content: system },
          {
            role: 'user',
            content: `Prompt: ${bank.task(next)}\n\nAnswer A: ${first}\n\nAnswer B: ${second}`,
          },
        ],
        answer: voice,
        outputTokens: 260,
      };
    },
  };
};
