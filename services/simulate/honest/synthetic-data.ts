import type { PersonaFactory } from '../persona.ts';
import { between, logNormal, pick, sample } from '../random.ts';
import { batchRhythm } from '../rhythm.ts';
import { systemPrompt } from '../text/instructions.ts';
import { topics } from '../text/topics.ts';
import { createVoice, question } from '../text/voice.ts';

/** Makes training examples for a small model of its own domain: a question of policy, hence labelled ambiguous. */
export const createSyntheticData: PersonaFactory = ({ random }) => {
  const voice = createVoice(random, sample(random, topics, 2));
  const system = systemPrompt(random);
  const count = between(random, 3, 12);
  return {
    segment: 'other',
    rhythm: batchRhythm(random, logNormal(random, 14, 0.5)),
    compose: () => ({
      messages: [
        { role: 'system', content: system },
        {
          role: 'user',
          content: `Write ${count} diverse pairs of question and answer in the style of "${question(voice, random)}" about ${pick(random, voice.lexicon.nouns)}, as JSON lines with the fields "instruction" and "response".`,
        },
      ],
      answer: voice,
      outputTokens: 700,
    }),
  };
};
