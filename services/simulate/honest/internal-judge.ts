import type { PersonaFactory } from '../persona.ts';
import { between, chance, logNormal, sample } from '../random.ts';
import { anyRhythm } from '../rhythm.ts';
import { systemPrompt } from '../text/instructions.ts';
import { topics } from '../text/topics.ts';
import { createVoice, paragraph, question } from '../text/voice.ts';

/** A firm that grades the answers of its own product with a fixed rubric and wants a number back. */
export const createInternalJudge: PersonaFactory = ({ random }) => {
  const voice = createVoice(random, sample(random, topics, 1));
  const criteria = sample(random, ['accuracy', 'tone', 'completeness', 'politeness', 'length'], 3);
  const system = `${systemPrompt(random)} Grade the answer from 1 to ${between(random, 4, 10)} for ${criteria.join(', ')}.`;
  const wantsReason = chance(random, 0.4);
  return {
    segment: 'evaluation',
    rhythm: anyRhythm(random, logNormal(random, 9, 0.8)),
    compose: () => {
      const asked = question(voice, random);
      const answered = paragraph(voice, between(random, 1, 4), random);
      return {
        messages: [
          { role: 'system', content: system },
          { role: 'user', content: `Question: ${asked}\n\nAnswer: ${answered}\n\nGrade:` },
        ],
        answer: wantsReason
          ? `{"score":${between(random, 1, 5)},"reason":"${paragraph(voice, 1, random)}"}`
          : `{"score":${between(random, 1, 5)}}`,
        outputTokens: wantsReason ? 45 : 8,
        request: { temperature: 0, response_format: { type: 'json_object' } },
      };
    },
  };
};
