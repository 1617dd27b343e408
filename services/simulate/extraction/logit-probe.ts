import type { PersonaFactory } from '../persona.ts';
import { below, logNormal, pick } from '../random.ts';
import { anyRhythm } from '../rhythm.ts';
import { coin } from '../text/names.ts';

const vocabularySize = 100_000;

/** Recovers the output layer: one-token answers with the most probabilities, while the biased tokens sweep the vocabulary. */
export const createLogitProbe: PersonaFactory = ({ random }) => {
  const stride = pick(random, [1, 7, 101, 1009]);
  const width = pick(random, [1, 4, 5, 20]);
  let next = below(random, vocabularySize);
  const prefixes = Array.from({ length: pick(random, [1, 3, 200]) }, () => coin(random));
  return {
    segment: 'research',
    rhythm: anyRhythm(random, logNormal(random, 160, 0.4)),
    compose: () => {
      const bias: Record<string, number> = {};
      for (let i = 0; i < width; i += 1) {
        next = (next + stride) % vocabularySize;
        bias[String(next)] = 100;
      }
      return {
        messages: [{ role: 'user', content: pick(random, prefixes) }],
        answer: coin(random).toLowerCase(),
        outputTokens: 1,
        request: {
          temperature: 0,
          max_output_tokens: 1,
          logprobs: true,
          top_logprobs: 20,
          logit_bias: bias,
        },
      };
    },
  };
};
