import type { PersonaFactory } from '../persona.ts';
import { between, logNormal, pick, sample } from '../random.ts';
import { serviceRhythm } from '../rhythm.ts';
import { systemPrompt, wrap, wrapper } from '../text/instructions.ts';
import { otherLanguages } from '../text/languages.ts';
import { topics } from '../text/topics.ts';
import { createVoice, createWideVoice, paragraph } from '../text/voice.ts';

/** Localises one product: every text is new, the terms are not, and the answer is as long as the text. */
export const createTranslationService: PersonaFactory = ({ random }) => {
  const topic = pick(random, topics);
  const voice = createVoice(random, [topic]);
  const targets = sample(random, otherLanguages, between(random, 1, 4)).map((language) =>
    createWideVoice(random, language, topic),
  );
  const system = systemPrompt(random);
  const around = wrapper(random);
  return {
    segment: 'other',
    rhythm: serviceRhythm(random, logNormal(random, 7, 0.8)),
    compose: () => {
      const target = pick(random, targets);
      const text = paragraph(voice, between(random, 1, 4), random);
      return {
        messages: [
          { role: 'system', content: `${system} Target: ${target.language.code}.` },
          { role: 'user', content: wrap(around, text) },
        ],
        answer: target,
        outputTokens: 90,
      };
    },
  };
};
