import type { PersonaFactory } from '../persona.ts';
import { between, chance, logNormal, pickSkewed, sample } from '../random.ts';
import { batchRhythm } from '../rhythm.ts';
import { systemPrompt, wrap, wrapper } from '../text/instructions.ts';
import { coinMany } from '../text/names.ts';
import { topics } from '../text/topics.ts';
import { typed } from '../text/typos.ts';
import { createVoice, paragraph } from '../text/voice.ts';

/** One template, every item new, but the answers are labels and the items one firm's own records. */
export const createBatchLabelling: PersonaFactory = ({ random }) => {
  const voice = createVoice(random, sample(random, topics, between(random, 1, 2)));
  const around = wrapper(random);
  const labels = coinMany(random, between(random, 3, 8)).map((label) => label.toLowerCase());
  const system = `${systemPrompt(random)} Choose exactly one of: ${labels.join(', ')}.`;
  const hasSystem = chance(random, 0.6);
  return {
    segment: 'batch',
    rhythm: batchRhythm(random, logNormal(random, 14, 0.9)),
    compose: () => {
      const item = wrap(around, typed(random, paragraph(voice, between(random, 1, 4), random)));
      return {
        messages: hasSystem
          ? [
              { role: 'system', content: system },
              { role: 'user', content: item },
            ]
          : [{ role: 'user', content: `${system}\n\n${item}` }],
        answer: pickSkewed(random, labels),
        outputTokens: between(random, 1, 6),
      };
    },
  };
};
