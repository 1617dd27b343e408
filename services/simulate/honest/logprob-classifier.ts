import type { PersonaFactory } from '../persona.ts';
import { below, between, logNormal, pick, sample } from '../random.ts';
import { anyRhythm } from '../rhythm.ts';
import { systemPrompt } from '../text/instructions.ts';
import { topics } from '../text/topics.ts';
import { createVoice, paragraph } from '../text/voice.ts';

/** A classifier that reads probabilities: one-token answers, but always the same few biased tokens. */
export const createLogprobClassifier: PersonaFactory = ({ random }) => {
  const voice = createVoice(random, sample(random, topics, 1));
  const system = `${systemPrompt(random)} Reply with one letter.`;
  const tokenIds = Array.from({ length: between(random, 2, 10) }, () => below(random, 100_000));
  const bias = Object.fromEntries(tokenIds.map((id) => [String(id), pick(random, [5, 20, 100])]));
  return {
    segment: 'other',
    rhythm: anyRhythm(random, logNormal(random, 14, 0.8)),
    compose: () => ({
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: paragraph(voice, between(random, 1, 3), random) },
      ],
      answer: pick(random, ['A', 'B', 'C']),
      outputTokens: 1,
      request: {
        temperature: 0,
        max_output_tokens: 1,
        logprobs: true,
        top_logprobs: between(random, 2, 5),
        logit_bias: bias,
      },
    }),
  };
};
