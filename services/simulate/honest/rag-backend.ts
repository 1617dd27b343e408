import type { PersonaFactory } from '../persona.ts';
import { between, createRandom, logNormal, pickSkewed, sample, type Random } from '../random.ts';
import { serviceRhythm } from '../rhythm.ts';
import { systemPrompt } from '../text/instructions.ts';
import { topics } from '../text/topics.ts';
import { typed } from '../text/typos.ts';
import { createVoice, paragraph, question, type Voice } from '../text/voice.ts';

/** The passages of one knowledge base: the same number gives the same passage. */
function passageReader(voice: Voice, seed: number): (index: number) => string {
  return (index) => {
    const random = createRandom(seed, index);
    return `[${index}] ${paragraph(voice, between(random, 2, 4), random)}`;
  };
}

function drawPassages(random: Random, numbers: readonly number[]): number[] {
  const first = pickSkewed(random, numbers);
  return [first, ...sample(random, numbers, 2)].filter(
    (value, at, all) => all.indexOf(value) === at,
  );
}

/** A product that answers questions from its own documents: one prompt, popular passages, saturating coverage. */
export const createRagBackend: PersonaFactory = ({ random }) => {
  const voice = createVoice(random, sample(random, topics, 1));
  const readPassage = passageReader(voice, random.uint32());
  const numbers = Array.from({ length: between(random, 20, 300) }, (_, index) => index + 1);
  const system = `${systemPrompt(random)} Answer from the passages only.`;
  return {
    segment: 'rag',
    rhythm: serviceRhythm(random, logNormal(random, 8, 0.9)),
    compose: () => {
      const passages = drawPassages(random, numbers).map(readPassage).join('\n');
      const asked = typed(random, question(voice, random));
      return {
        messages: [
          { role: 'system', content: system },
          { role: 'user', content: `Passages:\n${passages}\n\nQuestion: ${asked}` },
        ],
        answer: voice,
        outputTokens: 180,
        hiddenTokens: 1200,
      };
    },
  };
};
